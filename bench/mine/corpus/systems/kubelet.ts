import { times, type System } from '../template.ts';
import { whole, size, decimal, padded, hex, any, pick, oneOf, maybe, listOf, pool, text } from '../values.ts';
import { digits, suffix, uuid, privateIp, port, version, spacedTime } from '../vocabulary.ts';

const namespace = pick('default', 'kube-system', 'shop-prod', 'monitoring');
const workload = pick('checkout', 'coredns', 'node-exporter', 'orders-v2', 'cert-manager-webhook');
const pod = text`${namespace}/${workload}-${suffix(10)}-${suffix(5)}`;
const container = pick('app', 'istio-proxy', 'coredns', 'init-db2', 'log-agent');
const containerId = text`containerd://${hex(64)}`;
const volume = pick('kube-api-access-x7k2p', 'config', 'tls-certs', 'data-volume', 'tmp1');
const uniqueName = text`kubernetes.io/${any('projected', 'configmap', 'secret', 'empty-dir')}/${uuid}-${volume}`;
const image = text`${any('registry.example.com/shop', 'docker.io/library', 'registry.k8s.io')}/${workload}:${version}`;
const node = pool(4, text`ip-10-0-${whole(0, 31)}-${whole(1, 254)}.ec2.internal`);
const rpcError = pick(
  'rpc error: code = Unknown desc = failed to create containerd task',
  'rpc error: code = NotFound desc = an error occurred when try to find container',
  'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
  'context canceled',
);
const seconds = text`${decimal(0.1, 90, 9)}s`;

const syncError = oneOf(
  text`failed to \\"StartContainer\\" for \\"${container}\\" with CrashLoopBackOff: \\"back-off ${pick('10s', '20s', '5m0s')} restarting failed container=${container} pod=${workload}-${suffix(5)}_${namespace}(${uuid})\\"`,
  text`failed to \\"StartContainer\\" for \\"${container}\\" with ImagePullBackOff: \\"Back-off pulling image \\\"${image}\\\"\\"`,
  text`unmounted volumes=[${volume}], unattached volumes=[${listOf(volume, 0, 3, ' ')}]: timed out waiting for the condition`,
  text`${rpcError}`,
);
/** The kubelet of Kubernetes, structured messages of klog behind its header. */
export const kubelet: System = {
  name: 'Kubelet',
  templates: [
    times(
      330,
    )`"SyncLoop (PLEG): event for pod" pod="${pod}" event={"ID":"${uuid}","Type":"${pick('ContainerStarted', 'ContainerDied')}","Data":"${hex(64)}"}`,
    times(
      210,
    )`"operationExecutor.VerifyControllerAttachedVolume started for volume \\"${volume}\\" (UniqueName: \\"${uniqueName}\\") pod \\"${workload}-${suffix(5)}\\" (UID: \\"${uuid}\\") " pod="${pod}"`,
    times(
      190,
    )`"MountVolume.SetUp succeeded for volume \\"${volume}\\" (UniqueName: \\"${uniqueName}\\") pod \\"${workload}-${suffix(5)}\\" (UID: \\"${uuid}\\") " pod="${pod}"`,
    times(150)`"Error syncing pod, skipping" err="${syncError}" pod="${pod}" podUID="${uuid}"`,
    times(
      140,
    )`"Probe failed" probeType="${pick('Readiness', 'Liveness', 'Startup')}" pod="${pod}" podUID="${uuid}" containerName="${container}" probeResult="failure" output="${pick('HTTP probe failed with statuscode: 503', 'dial tcp 10.0.3.7:8080: connect: connection refused', 'command timed out', '')}"`,
    times(120)`"RemoveContainer" containerID="${hex(64)}"`,
    times(100)`"SyncLoop ADD" source="${pick('api', 'file')}" pods=[${listOf(text`"${pod}"`, 1, 4, ',')}]`,
    times(90)`"SyncLoop UPDATE" source="api" pods=[${listOf(text`"${pod}"`, 1, 3, ',')}]`,
    times(80)`"SyncLoop DELETE" source="api" pods=[${listOf(text`"${pod}"`, 1, 3, ',')}]`,
    times(74)`"SyncLoop REMOVE" source="api" pods=[${listOf(text`"${pod}"`, 1, 3, ',')}]`,
    times(
      70,
    )`"Observed pod startup duration" pod="${pod}" podStartSLOduration=${decimal(0.5, 90, 9)} podStartE2EDuration="${seconds}" podCreationTimestamp="${spacedTime} +0000 UTC" firstStartedPulling="0001-01-01 00:00:00 +0000 UTC" lastFinishedPulling="0001-01-01 00:00:00 +0000 UTC"`,
    times(
      60,
    )`"Killing container with a grace period" pod="${pod}" podUID="${uuid}" containerName="${container}" containerID="${containerId}" gracePeriod=${any('30', '10', '600')}`,
    times(
      56,
    )`"SyncLoop (probe)" probe="${pick('readiness', 'liveness', 'startup')}" status="${pick('ready', '', 'unhealthy', 'started')}" pod="${pod}"`,
    times(48)`"Cleaned up orphaned pod volumes dir" podUID="${uuid}" path="/var/lib/kubelet/pods/${uuid}/volumes"`,
    times(
      44,
    )`"UnmountVolume.TearDown succeeded for volume \\"${uniqueName}\\" (OuterVolumeSpecName: \\"${volume}\\") pod \\"${uuid}\\" (UID: \\"${uuid}\\"). InnerVolumeSpecName \\"${volume}\\". PluginName \\"kubernetes.io/${any('projected', 'configmap', 'secret', 'empty-dir')}\\", VolumeGidValue \\"${maybe(0.2, any('2000'))}\\""`,
    times(36)`"No sandbox for pod can be found. Need to start a new one" pod="${pod}"`,
    times(30)`"scope: RemoveContainer" containerID="${hex(64)}"`,
    times(26)`"ContainerStatus from runtime service failed" err="${rpcError}" containerID="${hex(64)}"`,
    times(
      22,
    )`"DeleteContainer returned error" containerID={"Type":"containerd","ID":"${hex(64)}"} err="failed to get container status \\"${hex(64)}\\": ${rpcError}"`,
    times(18)`"PullImage from image service failed" err="${rpcError}" image="${image}"`,
    times(
      16,
    )`"Unable to retrieve pull secret, the image pull may not succeed." pod="${pod}" secret="${maybe(0.5, any('regcred'))}" err="secret \\"${any('regcred', 'pull-secret2')}\\" not found"`,
    times(
      12,
    )`"Nameserver limits exceeded" err="Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: ${listOf(privateIp, 1, 3, ' ')}"`,
    times(10)`"Eviction manager: attempting to reclaim" resourceName="${pick('ephemeral-storage', 'memory', 'pids')}"`,
    times(9)`"Eviction manager: pod is evicted successfully" pod="${pod}"`,
    times(
      8,
    )`"Failed to update lease" err="Put \\"https://${privateIp}:6443/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}?timeout=10s\\": ${pick('context deadline exceeded', 'dial tcp: connection refused', 'http2: client connection lost')}"`,
    times(
      7,
    )`"Error updating node status, will retry" err="error getting node \\"${node}\\": Get \\"https://${privateIp}:6443/api/v1/nodes/${node}?timeout=10s\\": ${pick('context deadline exceeded', 'net/http: TLS handshake timeout')}"`,
    times(6)`"Housekeeping took longer than expected" expected="1s" actual="${seconds}"`,
    times(
      6,
    )`"Image garbage collection failed multiple times in a row" err="wanted to free ${size(1000, 9000000000)} bytes, but freed ${whole(0, 90000)} bytes space with errors in image deletion: ${rpcError}"`,
    times(
      5,
    )`"Recording event message for node" node="${node}" event="${pick('NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeReady')}"`,
    times(4)`"Fast updating node status as it just became ready"`,
    times(3)`"Certificate rotation detected, shutting down client connections to start using new credentials"`,
    times(
      3,
    )`Trace[${size(1000000, 2000000000)}]: "iptables ChainExists" (${any('14-Mar-2025', '15-Mar-2025')} 10:${padded(0, 59, 2)}:${padded(0, 59, 2)}.${digits(3)}) (total time: ${size(2000, 30000)}ms):`,
    times(2)`"Starting kubelet" version="${text`v1.${whole(26, 31)}.${whole(0, 9)}`}"`,
    times(
      2,
    )`"Skipping pod synchronization" err="${pick('container runtime is down', '[container runtime status check may not have completed yet, PLEG is not healthy: pleg has yet to be successful]')}"`,
    times(2)`http: TLS handshake error from ${privateIp}:${port}: ${pick('EOF', 'remote error: tls: bad certificate', 'i/o timeout')}`,
    times(1)`"CreatePodSandbox for pod failed" err="${rpcError}" pod="${pod}"`,
  ],
};
