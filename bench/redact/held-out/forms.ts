import { specimens } from '../specimen.ts';

const flags = specimens('flag', {
  'long flag with blank': (s) => `exec: pg_dump --host db --username app --password ${s.hide(s.plain())} --format c`,
  'long flag with equals': (s) =>
    `Command failed: helm upgrade --set image.tag=1.2 --set-string x=1 --kube-token=${s.hide(s.base64url(30))} app`,
  'quoted value': (s) => `$ vault login --token "${s.hide(s.alnum(26))}" --no-print`,
  'argv, Node': (s) => `argv: [ 'node', 'job.js', '--api-key', '${s.hide(s.alnum(32))}', '--dry-run' ]`,
  'argv, Python': (s) =>
    `subprocess.CalledProcessError: Command '['mysql', '-h', 'db', '--password=${s.hide(s.plain())}', 'app']' returned non-zero exit status 1.`,
  'mysql -p': (s) => `sh: mysql -uroot -p${s.hide(s.plain())} -h db app < dump.sql`,
  'docker login -p': (s) => `+ docker login -u ci -p ${s.hide(s.alnum(24))} registry.example.com`,
  sshpass: (s) => `sshpass -p ${s.hide(s.plain())} scp app.tgz deploy@10.0.0.4:/srv`,
  'system property': (s) => `java -Dserver.port=8080 -Djavax.net.ssl.keyStorePassword=${s.hide(s.plain())} -jar app.jar`,
  'single dash word': (s) => `keytool -importkeystore -srcstorepass ${s.hide(s.plain())} -alias a`,
});

const printed = specimens('printed object', {
  'Java record': (s) => `Loaded DbConfig[host=db1, user=app, password=${s.hide(s.password())}, pool=10]`,
  Lombok: (s) => `ERROR User(id=7, name=Ada, password=${s.hide(s.password())}) could not be saved`,
  'Java Map': (s) => `props {user=app, password=${s.hide(s.password())}}`,
  'Python dataclass': (s) => `Config(host='db', password='${s.hide(s.words(2))}', port=5432)`,
  'Python repr of a dict': (s) => `{'host': 'db', 'password': '${s.hide(s.password())}'}`,
  'Python namedtuple with double quotes': (s) => `Creds(user='a', password="${s.hide(`${s.letters(4)}'${s.letters(4)}`)}")`,
  'Node inspect': (s) => `{ user: 'app', password: '${s.hide(s.password())}', ssl: true }`,
  'Node inspect, nested and in lines': (s) =>
    `{\n  db: {\n    host: 'db',\n    password: '${s.hide(s.password())}',\n    ssl: [Object]\n  }\n}`,
  'Node inspect with a backtick': (s) => `{ token: \`${s.hide(`${s.alnum(8)}'"${s.alnum(8)}`)}\` }`,
  'Go %+v': (s) => `{Host:db User:app Password:${s.hide(s.plain())} Port:5432}`,
  'Go %#v': (s) => `main.Config{Host:"db", Password:"${s.hide(s.password())}", Port:5432}`,
  'Rust debug': (s) => `Config { host: "db", password: Some("${s.hide(s.password())}"), port: 5432 }`,
  'C# record': (s) => `Settings { Host = db, ApiKey = ${s.hide(s.alnum(32))}, Retries = 3 }`,
  'Kotlin data class at the end': (s) => `Session(userId=4, refreshToken=${s.hide(s.base64url(40))})`,
  'PHP var_dump': (s) => `array(2) { ["user"]=> string(3) "ada" ["password"]=> string(12) "${s.hide(s.plain())}" }`,
  'Ruby inspect': (s) => `#<Config host: "db", password: "${s.hide(s.password())}">`,
  'brackets in the password': (s) => `DbConfig(user=a, password=${s.hide(s.mixed(')]'))}, pool=3)`,
});

const markup = specimens('markup', {
  element: (s) => `<user><name>ada</name><password>${s.hide(s.password())}</password></user>`,
  'with a namespace and attributes': (s) =>
    `<wsse:UsernameToken><wsse:Username>svc</wsse:Username><wsse:Password Type="http://docs.oasis-open.org/wss#PasswordText">${s.hide(s.password())}</wsse:Password></wsse:UsernameToken>`,
  escaped: (s) => `soap: &lt;ns2:apiKey&gt;${s.hide(s.alnum(24))}&lt;/ns2:apiKey&gt;&lt;id&gt;4&lt;/id&gt;`,
  attribute: (s) => `<connection host="db" user="app" password="${s.hide(s.password())}"/>`,
  'Spring property': (s) => `<property name="password" value="${s.hide(s.password())}"/>`,
  appSettings: (s) => `<add key="ClientSecret" value="${s.hide(s.base64(32))}" />`,
  'unicode escapes': (s) => `"xml":"\\u003cpassword\\u003e${s.hide(s.plain())}\\u003c/password\\u003e"`,
});

const vendor = specimens('vendor token', {
  GitHub: (s) => `git clone failed: bad credentials ${s.hide(`gho${'_'}${s.alnum(36)}`)}`,
  'GitHub fine-grained': (s) => `[gh] ${s.hide(`github_${'pat'}_${s.alnum(22)}_${s.alnum(59)}`)} lacks scope`,
  Slack: (s) => `slack: invalid_auth for ${s.hide(`xo${'xb'}-${s.digits(12)}-${s.digits(12)}-${s.alnum(24)}`)}`,
  'Slack webhook': (s) =>
    `POST https://hooks.slack.com/services/${s.hide(`T${s.alnum(8).toUpperCase()}/B${s.alnum(8).toUpperCase()}/${s.alnum(24)}`)} 404`,
  Stripe: (s) => `StripeAuthenticationError: Invalid API Key provided: ${s.hide(`sk_${'live'}_${s.alnum(24)}`)}`,
  'Stripe restricted': (s) => `key ${s.hide(`rk_${'test'}_${s.alnum(99)}`)} may not do this`,
  npm: (s) => `npm ERR! 401 with ${s.hide(`npm${'_'}${s.alnum(36)}`)}`,
  Google: (s) => `GET /maps/api/geocode/json?address=x&key=${s.hide(`AI${'za'}${s.base64url(35)}`)} 200`,
  'Google OAuth': (s) => `refresh gave ${s.hide(`ya29${'.'}a0${s.base64url(120)}`)} valid 3599 s`,
  OpenAI: (s) => `AuthenticationError: Incorrect API key provided: ${s.hide(`sk-${'proj'}-${s.base64url(60)}`)}.`,
  Anthropic: (s) => `anthropic 401 (${s.hide(`sk-${'ant'}-api03-${s.base64url(86)}-AA`)})`,
  Twilio: (s) => `Twilio ${s.hide(`S${'K'}${s.hex(32)}`)} not authorised`,
  SendGrid: (s) => `sendgrid key ${s.hide(`S${'G'}.${s.base64url(22)}.${s.base64url(43)}`)} revoked`,
  GitLab: (s) => `remote: HTTP Basic: Access denied ${s.hide(`gl${'pat'}-${s.base64url(20)}`)}`,
  'Discord webhook': (s) => `POST https://discord.com/api/webhooks/${s.digits(18)}/${s.hide(s.base64url(68))} 429`,
  Vault: (s) => `vault: permission denied (${s.hide(`hv${'s'}.${s.base64url(90)}`)})`,
  Shopify: (s) => `shopify 403 ${s.hide(`shp${'at'}_${s.hex(32)}`)}`,
  PyPI: (s) => `upload with ${s.hide(`py${'pi'}-AgEIcHlwaS5vcmc${s.base64url(140)}`)}`,
});

export const FORMS = [...flags, ...printed, ...markup, ...vendor];
