import { fragment, times, type System } from '../template.ts';
import { whole, size, hex, any, pick, oneOf, maybe, text } from '../values.ts';
import { digits, suffix, uuid, version, goDuration, epochSeconds } from '../vocabulary.ts';

const id = hex(64);
const shortImage = pick('docker.io/library/nginx', 'registry.example.com/shop/checkout', 'registry.k8s.io/pause', 'quay.io/coreos/etcd');
const image = text`${shortImage}:${version}`;
const sandbox = text`&PodSandboxMetadata{Name:${any('checkout-7f9c', 'coredns-5d78c', 'etcd')}-${suffix(5)},Uid:${uuid},Namespace:${pick('default', 'kube-system', 'shop')},Attempt:${whole(0, 9)},}`;
const containerName = text`&ContainerMetadata{Name:${any('app', 'coredns', 'sidecar2')},Attempt:${whole(0, 12)},}`;
const reason = pick(
  'context deadline exceeded',
  'connection error: desc = \\"transport: Error while dialing\\"',
  'ttrpc: closed',
  'not found',
  'process already finished',
);
const runtime = fragment` runtime=io.containerd.runc.v2 type=io.containerd.${any('event.v1', 'internal.v1', 'ttrpc.v1')}`;

/** containerd's daemon in logfmt, without time and level. */
export const containerd: System = {
  name: 'Containerd',
  templates: [
    times(220)`msg="CreateContainer within sandbox \\"${id}\\" for container ${containerName}"`,
    times(210)`msg="CreateContainer within sandbox \\"${id}\\" for ${containerName} returns container id \\"${id}\\""`,
    times(210)`msg="StartContainer for \\"${id}\\""`,
    times(200)`msg="StartContainer for \\"${id}\\" returns successfully"`,
    times(150)`msg="shim disconnected" id=${id} namespace=${pick('k8s.io', 'moby')}`,
    times(140)`msg="cleaning up after shim disconnected" id=${id} namespace=${pick('k8s.io', 'moby')}`,
    times(130)`msg="cleaning up dead shim" namespace=${pick('k8s.io', 'moby')}`,
    times(
      90,
    )`msg="loading plugin \\"io.containerd.${any('event.v1.publisher', 'internal.v1.shutdown', 'ttrpc.v1.task', 'snapshotter.v1.overlayfs')}\\"..."${runtime}`,
    times(84)`msg="RunPodSandbox for ${sandbox} returns sandbox id \\"${id}\\""`,
    times(80)`msg="RunPodSandbox for ${sandbox}"`,
    times(60)`msg="StopPodSandbox for \\"${id}\\""`,
    times(58)`msg="TearDown network for sandbox \\"${id}\\" successfully"`,
    times(56)`msg="StopPodSandbox for \\"${id}\\" returns successfully"`,
    times(50)`msg="RemovePodSandbox \\"${id}\\" returns successfully"`,
    times(44)`msg="PullImage \\"${image}\\""`,
    times(42)`msg="PullImage \\"${image}\\" returns image reference \\"sha256:${id}\\""`,
    times(
      40,
    )`msg="Pulled image \\"${image}\\" with image id \\"sha256:${id}\\", repo tag \\"${maybe(0.8, image)}\\", repo digest \\"${shortImage}@sha256:${id}\\", size \\"${size(300000, 900000000)}\\" in ${goDuration}"`,
    times(
      36,
    )`msg="ImageCreate event name:\\"${oneOf(image, text`sha256:${id}`)}\\" labels:{key:\\"io.cri-containerd.image\\" value:\\"managed\\"}"`,
    times(30)`msg="stop pulling image ${image}: active requests=0, bytes read=${size(1000, 900000000)}"`,
    times(24)`msg="RemoveContainer for \\"${id}\\""`,
    times(24)`msg="RemoveContainer for \\"${id}\\" returns successfully"`,
    times(
      16,
    )`msg="TaskExit event in podsandbox handler container_id:\\"${id}\\" id:\\"${id}\\" pid:${whole(100, 90000)} exit_status:${pick('137', '1', '143')} exited_at:{seconds:${epochSeconds} nanos:${digits(9)}}"`,
    times(14)`msg="StopContainer for \\"${id}\\" with timeout ${any('30', '10')} (s)"`,
    times(12)`msg="Stop container \\"${id}\\" with signal ${pick('terminated', 'quit', 'killed')}"`,
    times(
      11,
    )`msg="ContainerStatus for \\"${id}\\" failed" error="rpc error: code = NotFound desc = an error occurred when try to find container \\"${id}\\": not found"`,
    times(9)`msg="failed to handle container TaskExit event container_id:\\"${id}\\"" error="failed to stop container: ${reason}"`,
    times(
      8,
    )`msg="PullImage \\"${image}\\" failed" error="rpc error: code = ${pick('NotFound', 'Unknown', 'Unavailable')} desc = failed to pull and unpack image \\"${image}\\": ${reason}"`,
    times(
      7,
    )`msg="ExecSync for \\"${id}\\" failed" error="rpc error: code = DeadlineExceeded desc = failed to exec in container: timeout ${goDuration} exceeded: ${reason}"`,
    times(6)`msg="trying next host" error="${reason}" host=${any('registry.example.com', 'registry-1.docker.io', 'quay.io')}`,
    times(5)`msg="No cni config template is specified, wait for other system components to drop the config."`,
    times(
      5,
    )`msg="failed to reload cni configuration after receiving fs change event(${pick('WRITE', 'REMOVE', 'CREATE')}         \\"/etc/cni/net.d/${any('10-flannel.conflist', '05-cilium.conf')}\\")" error="cni config load failed: ${reason}"`,
    times(
      4,
    )`msg="skip loading plugin \\"io.containerd.snapshotter.v1.${any('aufs', 'btrfs', 'zfs', 'devmapper')}\\"..." error="${pick('path must be a btrfs filesystem', 'aufs is not supported', 'devmapper not configured')}: skip plugin" type=io.containerd.snapshotter.v1`,
    times(3)`msg="sandbox not found" error="${reason}" id=${id}`,
    times(2)`msg="starting containerd" revision=${hex(40)} version=${version}`,
    times(2)`msg="containerd successfully booted in ${goDuration}"`,
    times(2)`msg=serving... address=${any('/run/containerd/containerd.sock', '/run/containerd/containerd.sock.ttrpc')}`,
    times(1)`msg="collecting metrics for ${id}" error="cgroups: cgroup deleted: ${reason}"`,
  ],
};
