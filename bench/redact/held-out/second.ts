import { type Specimen, specimens } from '../specimen.ts';

/** Written when the rules were done, to see what they do with lines that nobody had in mind; the first figure of it is in docs/redaction.md. */
export const SECOND: readonly Specimen[] = [
  ...specimens('aws key', {
    'EC2 instance metadata': (s) =>
      `{\n  "Code" : "Success",\n  "Type" : "AWS-HMAC",\n  "AccessKeyId" : "${s.hide(s.keyId('ASIA'))}",\n  "SecretAccessKey" : "${s.hide(s.secretKey())}",\n  "Token" : "${s.hide(s.sessionToken())}"\n}`,
    'Ruby SDK': (s) => `#<Aws::Credentials access_key_id="${s.hide(s.keyId())}" secret_access_key="${s.hide(s.secretKey())}">`,
    'PHP SDK array': (s) => `array('key' => '${s.hide(s.keyId())}', 'secret' => '${s.hide(s.secretKey())}')`,
    's3cmd config': (s) => `access_key = ${s.hide(s.keyId())}\nsecret_key = ${s.hide(s.secretKey())}\nbucket_location = US`,
    'Hadoop property': (s) => `<property><name>fs.s3a.secret.key</name><value>${s.hide(s.secretKey())}</value></property>`,
    'Spark conf': (s) =>
      `--conf spark.hadoop.fs.s3a.access.key=${s.hide(s.keyId())} --conf spark.hadoop.fs.s3a.secret.key=${s.hide(s.secretKey())}`,
    'ECR login': (s) =>
      `aws ecr get-login-password | docker login --username AWS --password ${s.hide(s.base64(400))} 123456789012.dkr.ecr.us-east-1.amazonaws.com`,
    'colon joined': (s) => `s3fs passwd file: ${s.hide(s.keyId())}:${s.hide(s.secretKey())}`,
    'environment of a Lambda': (s) =>
      `{"Environment":{"Variables":{"STAGE":"prod","AWS_SECRET":"${s.hide(s.secretKey())}","DB_PASS":"${s.hide(s.password())}"}}}`,
  }),
  ...specimens('jwt', {
    'in a Set-Cookie': (s) => `set-cookie: id_token=${s.hide(s.jwt())}; Max-Age=3600; Secure`,
    'in the fragment': (s) => `redirect to https://app.example.com/#access_token=${s.hide(s.jwt())}&token_type=Bearer`,
    'as Python bytes': (s) => `got b'${s.hide(s.jwt())}' from pool`,
    'twice encoded dots': (s) => `u=%252Fx%253Ft%253D${s.hide(s.jwt().replaceAll('.', '%252E'))}`,
    'cut with an ellipsis': (s) => `Authorization header starts with Bearer ${s.hide(s.jwt().slice(0, 60))}…`,
  }),
  ...specimens('authorization', {
    'nginx variable': (s) => `2026/11/03 04:12:09 [debug] 7#7: *1 http header: "Authorization: Bearer ${s.hide(s.base64url(50))}"`,
    envoy: (s) => `':method', 'GET'\n'authorization', 'Bearer ${s.hide(s.base64url(50))}'\n'x-request-id', '${s.uuid()}'`,
    'HAR entry': (s) => `{"name":"Authorization","value":"Bearer ${s.hide(s.base64url(50))}"}`,
    'Python list of tuples': (s) => `send: [('Host', 'x'), ('Authorization', 'Basic ${s.hide(s.basic())}')]`,
    'http.client debug': (s) =>
      `send: b'GET / HTTP/1.1\\r\\nHost: x\\r\\nAuthorization: Basic ${s.hide(s.basic())}\\r\\nAccept: */*\\r\\n\\r\\n'`,
    OkHttp: (s) => `D/OkHttp: Authorization: Bearer ${s.hide(s.alnum(64))}`,
    'Sec-WebSocket-Protocol': (s) => `x-auth-token: ${s.hide(s.hex(48))}`,
    Kubernetes: (s) => `I1103 request.go:1154] curl -v -XGET -H "Authorization: Bearer ${s.hide(s.jwt())}" 'https://10.0.0.1/api'`,
  }),
  ...specimens('cookie', {
    Tomcat: (s) => `Cookie: $Version=1; JSESSIONID=${s.hide(s.hex(32).toUpperCase())}.node1; $Path=/`,
    Django: (s) => `COOKIES:{'sessionid': '${s.hide(s.alnum(32))}', 'csrftoken': '${s.hide(s.alnum(32))}'}`,
    'Go http.Cookie': (s) => `cookies=[session=${s.hide(s.base64url(40))}]`,
    'ALB log': (s) => `"Cookie: AWSELB=${s.hide(s.hex(80).toUpperCase())}; lang=en"`,
  }),
  ...specimens('address with password', {
    'Celery broker': (s) => `[config] broker_url: amqp://celery:${s.hide(s.password())}@rabbitmq:5672//`,
    LDAP: (s) => `ldap bind dn="cn=admin,dc=x" bind_password=${s.hide(s.plain())} host=ldap1`,
    Elasticsearch: (s) => `No living connections http://elastic:${s.hide(s.plain())}@es:9200/`,
    'proxy variable': (s) => `HTTPS_PROXY=http://corp%5Cada:${s.hide(encodeURIComponent(s.mixed('@#')))}@proxy:3128`,
    SMTP: (s) => `EMAIL_URL=smtps://mailer%40example.com:${s.hide(s.plain())}@smtp.example.com:465`,
    'Oracle easy connect': (s) => `sqlplus app/${s.hide(s.plain())}@//db:1521/XE`,
    Npgsql: (s) => `Host=db;Username=app;Password=${s.hide(s.mixed('='))};Database=x`,
    'in parentheses': (s) => `(Background on this error at: mysql+pymysql://u:${s.hide(s.password())}@h/db)`,
  }),
  ...specimens('named value', {
    Ansible: (s) => `changed: [web1] => {"ansible_become_pass": "${s.hide(s.plain())}", "changed": true}`,
    'Terraform plan': (s) => `      + master_password      = "${s.hide(s.password())}"`,
    'Helm values': (s) => `auth:\n  rootPassword: "${s.hide(s.password())}"\n  existingSecret: ""`,
    'docker compose': (s) => `    environment:\n      - MYSQL_ROOT_PASSWORD=${s.hide(s.password())}\n      - TZ=UTC`,
    WordPress: (s) => `define( 'DB_PASSWORD', '${s.hide(s.password())}' );`,
    'Symfony dotenv': (s) => `APP_SECRET=${s.hide(s.hex(32))}`,
    'Django settings': (s) => `SECRET_KEY = 'django-insecure-${s.hide(s.base64url(50))}'`,
    'OAuth answer': (s) =>
      `{"access_token":"${s.hide(s.base64url(40))}","token_type":"bearer","expires_in":3599,"refresh_token":"${s.hide(s.base64url(60))}"}`,
    'pairs of a table': (s) => `| password | ${s.hide(s.plain())} |`,
    'INI with a comment': (s) => `password = ${s.hide(s.plain())} ; rotated yearly`,
    'key of a map in JSON path': (s) => `$.credentials.password: "${s.hide(s.password())}"`,
    'Java properties dump': (s) => `-- listing properties --\nmail.smtp.password=${s.hide(s.password())}\nuser.dir=/x`,
    'systemd environment': (s) => `Environment="DB_PASSWORD=${s.hide(s.password())}" "X=1"`,
    'GitHub Actions': (s) => `env:\n    NPM_TOKEN: ${s.hide(s.uuid())}\n##[endgroup]`,
    German: (s) => `Passwort: ${s.hide(s.plain())}`,
    'Kafka SASL': (s) =>
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${s.hide(s.password())}";`,
    'Datadog header': (s) => `DD-API-KEY: ${s.hide(s.hex(32))}`,
    'Azure function': (s) => `GET https://f.azurewebsites.net/api/x?code=${s.hide(`${s.base64url(54)}==`)} 401`,
    'two-factor': (s) => `mfa_code="${s.hide(s.digits(6))}" verified=false`,
    Firebase: (s) => `fcm server key=AAAA${s.hide(`${s.alnum(7)}:APA91b${s.base64url(134)}`)}`,
    'form of Laravel': (s) => `{"_token":"${s.hide(s.alnum(40))}","email":"x","password":"${s.hide(s.password())}"}`,
    SAML: (s) => `SAMLResponse=${s.hide(encodeURIComponent(s.base64(300)))}&RelayState=x`,
    'webhook signature': (s) => `X-Hub-Signature-256: sha256=${s.hide(s.hex(64))}`,
    'value in braces of a log framework': (s) => `Login attempt {} password={${s.hide(s.plain())}}`,
    'Vault answer': (s) => `{"auth":{"client_token":"${s.hide(`hv${'s'}.${s.alnum(24)}`)}","accessor":"x"}}`,
  }),
  ...specimens('flag', {
    'kubectl literal': (s) => `kubectl create secret generic db --from-literal=password=${s.hide(s.plain())}`,
    'docker -e': (s) => `docker run -e DB_PASSWORD=${s.hide(s.plain())} -e X=1 app`,
    'az login': (s) => `az login --service-principal -u app -p ${s.hide(s.plain())} --tenant x`,
    'psql connection': (s) => `psql "host=db user=app password=${s.hide(s.plain())}"`,
    openssl: (s) => `openssl enc -aes-256-cbc -k ${s.hide(s.plain())} -in a`,
    Maven: (s) => `mvn deploy -Dgpg.passphrase=${s.hide(s.plain())} -DskipTests`,
  }),
  ...specimens('printed object', {
    'Node Map': (s) => `Map(2) { 'user' => 'a', 'password' => '${s.hide(s.password())}' }`,
    'Python pydantic': (s) => `Settings(host='x', password=SecretStr('${s.hide(s.password())}'))`,
    'attrs with long': (s) => `<Config host='x' password='${s.hide(s.password())}'>`,
    'Java toString, AutoValue': (s) => `Credentials{username=app, password=${s.hide(s.password())}}`,
    Clojure: (s) => `{:user "a", :password "${s.hide(s.password())}"}`,
    'Scala case class with names': (s) => `DbConfig(url -> x, password -> ${s.hide(s.plain())})`,
    'protobuf text': (s) => `user: "a" password: "${s.hide(s.password())}" port: 1`,
    'MongoDB shell': (s) => `{ user: "a", pwd: "${s.hide(s.password())}", roles: [] }`,
  }),
  ...specimens('vendor token', {
    'Slack app': (s) => `connect with ${s.hide(`xa${'pp'}-1-A${s.alnum(10).toUpperCase()}-${s.digits(13)}-${s.hex(64)}`)}`,
    'GitHub in a header': (s) => `"X-Token":["${s.hide(`ghu${'_'}${s.alnum(36)}`)}"]`,
    'Stripe webhook secret': (s) => `secret ${s.hide(`whs${'ec'}_${s.alnum(32)}`)} does not match`,
    'Hugging Face': (s) => `401 for ${s.hide(`h${'f'}_${s.letters(34)}`)}`,
    'Google OAuth client': (s) => `client ${s.hide(`GOC${'SPX'}-${s.base64url(28)}`)}`,
    'Terraform Cloud': (s) => `TFE ${s.hide(`${s.alnum(14)}.atlasv1.${s.base64url(67)}`)}`,
    Mailchimp: (s) => `mailchimp ${s.hide(`${s.hex(32)}-us12`)} invalid`,
    Doppler: (s) => `doppler ${s.hide(`d${'p'}.pt.${s.alnum(43)}`)}`,
  }),
  ...specimens('e-mail address', {
    Postfix: (s) => `postfix/qmgr[1]: A1: from=<${s.hide(s.email())}>, size=1, nrcpt=1`,
    Keycloak: (s) => `type=LOGIN_ERROR, userId=null, ipAddress=10.0.0.1, error=user_not_found, username=${s.hide(s.email())}`,
    'JSON Pointer': (s) => `/users/${s.hide(s.email().replaceAll('.', '.'))}/profile`,
    'with apostrophe': (s) => `mail for ${s.hide(`${s.letters(3).toLowerCase()}o'neil${s.digits(2)}@${s.domain()}`)} bounced`,
    'hash in a key': (s) => `cache key user#${s.hide(s.email())}#v2`,
    semicolons: (s) => `cc: ${s.hide(s.email())}; ${s.hide(s.email())}`,
  }),
  ...specimens('card number', {
    'track data': (s) => `swipe ;${s.hide(s.card())}=29121010000000000000?`,
    'JSON number': (s) => `{"pan":${s.hide(s.card('mastercard'))},"cvv":${s.hide(s.digits(3))}}`,
    'masked beside it': (s) => `card ${s.hide(s.card())} (shown as 4111********1111)`,
    'in a path': (s) => `POST /cards/${s.hide(s.card('discover'))}/authorize 402`,
    'in quotes of SQL': (s) => `INSERT INTO pay VALUES (1, '${s.hide(s.card('amex'))}', 10)`,
  }),
  ...specimens('private key', {
    'one line in a variable': (s) => `PRIVATE_KEY="${s.hide(s.pem('', 3, '\\n'))}\\n"`,
    'as a list of lines': (s) => `key: ['${s.hide(s.pem('RSA', 2, "', '"))}']`,
    'with line numbers of a diff': (s) =>
      s
        .pem('EC', 2)
        .split('\n')
        .map((line) => `+${line.startsWith('-') ? line : s.hide(line)}`)
        .join('\n'),
    'DER in a name': (s) => `signingKey: ${s.hide(`MIIEvQ${s.base64(800)}`)}`,
    'in HTML breaks': (s) => `<pre>${s.hide(s.pem('RSA', 2, '<br>'))}</pre>`,
  }),
];
