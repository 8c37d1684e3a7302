import { type Specimen, specimens } from '../specimen.ts';

/** Lines that the rules were tuned with. */
export const DEVELOPMENT: readonly Specimen[] = [
  ...specimens('aws key', {
    'in a SigV4 credential scope': (s) =>
      `Credential should be scoped to a valid region: ${s.hide(s.keyId())}/20261103/us-west-1/s3/aws4_request`,
    'terraform variables': (s) => `access_key = "${s.hide(s.keyId())}"\nsecret_key = "${s.hide(s.secretKey())}"`,
    'SSM answer, Python': (s) =>
      `{'AccessKeyId': '${s.hide(s.keyId('ASIA'))}', 'SecretAccessKey': '${s.hide(s.secretKey())}', 'SessionToken': '${s.hide(s.sessionToken())}'}`,
    'percent-encoded parameters': (s) =>
      `Action=X&AWSAccessKeyId=${s.hide(s.keyId())}&SecretKey=${s.hide(encodeURIComponent(s.secretKey()))}&Version=1`,
    'boto profile in words': (s) => `Using access key ${s.hide(s.keyId())} with secret ${s.hide(s.secretKey())}`,
    'tab-separated': (s) => `bot\t${s.hide(s.keyId())}\t${s.hide(s.secretKey())}\tActive`,
  }),
  ...specimens('signed address', {
    'in an S3 error page': (s) =>
      `<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>${s.hide(s.keyId())}</AWSAccessKeyId><SignatureProvided>${s.hide(s.base64(27))}=</SignatureProvided></Error>`,
    'Google signed address': (s) =>
      `https://storage.googleapis.com/b/o?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=${s.hide(s.hex(128))}&X-Goog-Expires=60`,
    'lower case names': (s) =>
      `get ?x-amz-signature=${s.hide(s.hex(64))}&x-amz-security-token=${s.hide(encodeURIComponent(s.sessionToken()))} 200`,
  }),
  ...specimens('jwt', {
    'in single quotes with a comma': (s) => `verify('${s.hide(s.jwt())}', key) failed`,
    'after an escaped quote': (s) => JSON.stringify({ a: JSON.stringify({ idToken: s.hide(s.jwt()) }) }),
    'after an escaped line break': (s) => `"trace":"line one\\n${s.hide(s.jwt())}\\nline two"`,
    'of AppSync in a path': (s) => `wss://x.appsync-realtime-api.eu-west-1.amazonaws.com/graphql?header=eyJ9&jwt=${s.hide(s.jwt())}`,
    'header with blanks': (s) =>
      `bad token ${s.hide(`${Buffer.from('{ "alg": "HS256", "typ": "JWT" }').toString('base64url')}.${s.base64url(40)}.${s.base64url(43)}`)}`,
  }),
  ...specimens('authorization', {
    'Node http headers list': (s) => `rawHeaders: [ 'Host', 'x', 'Authorization', 'Bearer ${s.hide(s.alnum(30))}', 'Accept', '*/*' ]`,
    'Spring log': (s) => `Authorization:"Basic ${s.hide(s.basic())}", Accept:"*/*"`,
    'curl, single quotes': (s) => `curl -H 'authorization: Token ${s.hide(s.hex(40))}' https://x`,
    'access log': (s) => `"GET / HTTP/1.1" 401 0 "-" "x" "Bearer ${s.hide(s.alnum(44))}"`,
    'gRPC metadata': (s) => `Metadata(content-type=application/grpc,authorization=Bearer ${s.hide(s.alnum(44))},user-agent=grpc)`,
    'OAuth 1': (s) =>
      `Authorization: OAuth oauth_consumer_key="xvz", oauth_nonce="${s.hide(s.alnum(32))}", oauth_signature="${s.hide(encodeURIComponent(`${s.base64(27)}=`))}", oauth_token="${s.hide(s.alnum(40))}", oauth_version="1.0"`,
    'SMTP AUTH PLAIN': (s) => `>> AUTH PLAIN ${s.hide(Buffer.from(`\0ada\0${s.password()}`).toString('base64'))}`,
    'wget with a user': (s) => `wget -q --user ci --password ${s.hide(s.plain())} https://x/y`,
  }),
  ...specimens('cookie', {
    'Next-auth': (s) => `cookie: __Secure-next-auth.session-token=${s.hide(s.base64url(120))}; NEXT_LOCALE=de`,
    'load balancer': (s) => `Set-Cookie: AWSALB=${s.hide(s.base64(100))}; Expires=Tue, 10 Nov 2026 04:12:09 GMT; Path=/`,
    'cookies object': (s) => `req.cookies: { sid: 'a', 'connect.sid': '${s.hide(s.base64url(40))}' }`,
    'quoted header in a dict': (s) => `"Set-Cookie": "ASP.NET_SessionId=${s.hide(s.alnum(24))}; path=/; HttpOnly; SameSite=Lax"`,
    laravel: (s) => `'Cookie' => 'XSRF-TOKEN=${s.hide(s.base64url(180))}; laravel_session=${s.hide(s.base64url(180))}'`,
  }),
  ...specimens('address with password', {
    'question mark in the password': (s) => `redis://default:${s.hide(s.mixed('?'))}@cache:6379`,
    'at and slash in the password': (s) => `mongodb://u:${s.hide(s.mixed('@/'))}@h1:27017,h2:27017/db`,
    'in quotes with a comma': (s) => `Error connecting ("postgres://u:${s.hide(s.password())}@h/db", retry 3)`,
    'in JSON with escaped slashes': (s) => `{"url":"https:\\/\\/u:${s.hide(s.plain())}@h.example.com\\/x"}`,
    'Heroku style variable': (s) => `CLOUDAMQP_URL=amqps://user:${s.hide(s.base64url(32))}@shrimp.rmq.cloudamqp.com/user`,
    'pymysql keywords': (s) => `pymysql.connect(host='db', user='app', passwd='${s.hide(s.password())}', db='x')`,
    'libpq keywords': (s) => `could not connect: host=db user=app password=${s.hide(s.plain())} dbname=x sslmode=require`,
    'libpq, quoted': (s) => `dsn "host=db user=app password='${s.hide(s.words(2))}' dbname=x"`,
    'SAP HANA': (s) => `jdbc:sap://h:30015/?databaseName=X&user=SYSTEM&password=${s.hide(s.plain())}`,
    Snowflake: (s) => `snowflake://app:${s.hide(s.password())}@acme.eu-central-1/db/schema`,
    'two in one line': (s) => `from redis://:${s.hide(s.plain())}@a:6379 to redis://:${s.hide(s.plain())}@b:6379`,
    'IPv6 host': (s) => `postgres://app:${s.hide(s.password())}@[2001:db8::1]:5432/x`,
  }),
  ...specimens('named value', {
    'pipe-separated': (s) => `20261103|login|user=ada|password=${s.hide(s.plain())}|ok`,
    'TypeScript with a type': (s) => `const password: string = '${s.hide(s.password())}';`,
    'Python with a type': (s) => `    api_key: str = "${s.hide(s.alnum(32))}"`,
    SECRET_KEY_BASE: (s) => `SECRET_KEY_BASE=${s.hide(s.hex(64))}`,
    'Kubernetes secret': (s) => `data:\n  DB_PASSWORD: ${s.hide(s.base64(24))}\n  TOKEN: ${s.hide(s.base64(32))}\n`,
    'docker env': (s) => `"Env": ["PATH=/bin", "POSTGRES_PASSWORD=${s.hide(s.password())}", "LANG=C"]`,
    'value first letter is a quote of JSON in a query': (s) => `filter={"token":"${s.hide(s.alnum(20))}"}`,
    'three times escaped': (s) =>
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: JSON.stringify({ password: s.hide(s.words(2)) }) }) }) }),
    'quotes in the escaped value': (s) =>
      JSON.stringify({ a: JSON.stringify({ password: s.hide('PLACE'), x: 1 }) }).replace(
        'PLACE',
        s.hide(`${s.letters(5)}\\\\\\"${s.letters(5)}`),
      ),
    'backslash at the end of the value': (s) => `{"password":"${s.hide(`${s.alnum(8)}\\\\`)}","x":"y"}`,
    'equals signs around': (s) => `client_secret == '${s.hide(s.alnum(20))}'`,
    'Ruby symbol': (s) => `{:user=>"ada", :password=>"${s.hide(s.password())}"}`,
    GraphQL: (s) => `mutation { login(email: "x", password: "${s.hide(s.password())}") { id } }`,
    'SQL comparison': (s) => `SELECT * FROM users WHERE name = 'ada' AND password = '${s.hide(s.password())}'`,
    'SQL values by column': (s) => `SET PASSWORD FOR 'app' = '${s.hide(s.password())}'`,
    'comma in a value of logfmt': (s) => `user=a password=${s.hide(s.mixed(',,'))} x=y`,
    'typographic quotes': (s) => `password: “${s.hide(s.words(2))}” was refused`,
    'HTML entity quotes': (s) => `{&quot;password&quot;:&quot;${s.hide(s.plain())}&quot;}`,
    'unicode escapes of quotes': (s) => `{\\u0022password\\u0022:\\u0022${s.hide(s.plain())}\\u0022}`,
    'tab between': (s) => `password\t=\t${s.hide(s.plain())}`,
    'OpenTelemetry attribute': (s) => `{"key":"db.password","value":{"stringValue":"${s.hide(s.password())}"}}`,
    'DynamoDB item': (s) => `{"password":{"S":"${s.hide(s.password())}"},"id":{"N":"1"}}`,
    'CloudFormation parameter': (s) => `ParameterKey=DbPassword,ParameterValue=${s.hide(s.plain())}`,
    'CloudFormation parameter as JSON': (s) => `{"ParameterKey":"DbPassword","ParameterValue":"${s.hide(s.password())}"}`,
    'value before its name': (s) => `{"value":"${s.hide(s.password())}","name":"DB_PASSWORD"}`,
    'new password': (s) =>
      `{"oldPassword":"${s.hide(s.password())}","newPassword":"${s.hide(s.password())}","newPasswordConfirm":"${s.hide(s.password())}"}`,
    'basic auth tuple': (s) => `auth=('ada', '${s.hide(s.password())}')`,
    'long value': (s) => `{"refresh_token":"${s.hide(s.base64url(900))}","x":1}`,
    'value on the line of a sentence': (s) => `Invalid credentials for ada, password was "${s.hide(s.password())}"`,
    'number of JSON': (s) => `{"otp":${s.hide(s.digits(6))},"ttl":300}`,
  }),
  ...specimens('flag', {
    'redis-cli': (s) => `redis-cli -h cache -a ${s.hide(s.plain())} ping`,
    'with equals and quotes': (s) => `--client-secret="${s.hide(s.words(2))}" --x`,
    'Gradle property': (s) => `./gradlew publish -PossrhPassword=${s.hide(s.plain())} -Psigning.password=${s.hide(s.plain())}`,
    'openssl passin': (s) => `openssl rsa -in k.pem -passin pass:${s.hide(s.plain())} -out x`,
    'argv as JSON': (s) => `{"argv":["node","x.js","--db-password","${s.hide(s.password())}"]}`,
    'mysqldump joined': (s) => `mysqldump -h db -u root -p'${s.hide(s.words(2))}' app`,
    'psql variable': (s) => `PGPASSWORD=${s.hide(s.plain())} psql -h db -U app`,
    'aws configure': (s) => `aws configure set aws_secret_access_key ${s.hide(s.secretKey())}`,
  }),
  ...specimens('printed object', {
    'Python dataclass repr with nested': (s) => `App(db=Db(host='x', password='${s.hide(s.password())}'), debug=False)`,
    'Java Optional': (s) => `Credentials{user=Optional[a], password=Optional[${s.hide(s.plain())}]}`,
    'Scala map': (s) => `Map(user -> a, password -> ${s.hide(s.plain())})`,
    Swift: (s) => `Config(host: "x", password: Optional("${s.hide(s.plain())}"))`,
    Elixir: (s) => `%{password: "${s.hide(s.plain())}", user: "a"}`,
    'Python bytes': (s) => `{b'password': b'${s.hide(s.plain())}'}`,
    'Java char array': (s) => `password=[${s.hide(s.from('abcdefgh', 12).split('').join(', '))}]`,
  }),
  ...specimens('markup', {
    CDATA: (s) => `<password><![CDATA[${s.hide(s.mixed('<&'))}]]></password>`,
    'hidden field': (s) => `<input type="hidden" name="csrf_token" value="${s.hide(s.base64url(40))}">`,
    'over lines': (s) => `<password>\n  ${s.hide(s.plain())}\n</password>`,
  }),
  ...specimens('vendor token', {
    'in a query': (s) => `GET /?access=${s.hide(`gh${'s'}_${s.alnum(36)}`)}&x=1`,
    'percent-encoded before': (s) => `u=%2Fx%3Fk%3D${s.hide(`xo${'xp'}-${s.digits(11)}-${s.alnum(24)}`)}`,
    bcrypt: (s) => `hash $${s.hide(`2b$12$${s.base64(22).replaceAll('+', '.')}${s.base64(31).replaceAll('+', '.')}`)} does not match`,
    'Telegram bot': (s) => `https://api.telegram.org/bot${s.hide(`${s.digits(9)}:AA${s.base64url(33)}`)}/sendMessage 404`,
    'Google service account key id is none, the key is': (s) => `{"private_key_id":"x","private_key":"${s.hide(s.pem('', 3, '\\n'))}"}`,
  }),
  ...specimens('e-mail address', {
    'quoted by Postgres': (s) => `DETAIL:  Key (email)=(${s.hide(s.email())}) already exists.`,
    'MySQL duplicate': (s) => `Duplicate entry '${s.hide(s.email())}' for key 'users.email'`,
    'with a name': (s) => `From: "Ada L" <${s.hide(s.email())}>`,
    'escaped bracket': (s) => `{"from":"Ada \\u003c${s.hide(s.email())}\\u003e"}`,
    'HTML entity at': (s) => `to ${s.hide(s.email().replace('@', '&#64;'))} ok`,
    'percent-encoded international': (s) => `?e=${s.hide(`${s.mailbox().replace('+', '.')}%40b%C3%BCcher${s.letters(3)}.de`)}&x`,
    'upper case': (s) => `USER ${s.hide(s.email().toUpperCase())} LOCKED`,
    'glued to a colon': (s) => `email:${s.hide(s.email())},id:4`,
    'git author': (s) => `Author: Ada <${s.hide(s.email())}>`,
    'quoted local part': (s) => `rcpt to:<"${s.hide(`${s.letters(4)} ${s.letters(4)}"@${s.domain()}`)}>`,
  }),
  ...specimens('card number', {
    'in XML': (s) => `<pan>${s.hide(s.card())}</pan>`,
    'escaped JSON': (s) => JSON.stringify({ b: JSON.stringify({ number: s.hide(s.card('mastercard')) }) }),
    'percent-encoded blanks': (s) => `c=${s.hide(s.grouped(s.card(), '%20'))}&x=1`,
    'columns around it': (s) => `  42 ${s.hide(s.grouped(s.card(), ' '))} 200 13`,
    'after an equals sign that is encoded': (s) => `q=card%3D${s.hide(s.card())}%26x%3D1`,
    'dots between': (s) => `card ${s.hide(s.grouped(s.card(), '.'))} ok`,
  }),
  ...specimens('private key', {
    'base64 once more': (s) => `client-key-data: ${s.hide(Buffer.from(s.pem('RSA')).toString('base64'))}`,
    'in a Python repr': (s) => `key=b'${s.hide(s.pem('RSA', 4, '\\n'))}\\n'`,
    'stack behind a key that was cut': (s) =>
      `Error: bad key ${s.hide(s.pem('RSA', 4).slice(0, 150))}\n    at createKey (/var/task/x.js:1:2)`,
    ssh2: (s) =>
      s.hide(`---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "k"\n${s.base64(64)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`),
    'percent-encoded': (s) => `k=${s.hide(encodeURIComponent(s.pem('EC', 2)))}&x=1`,
    'indented in YAML': (s) =>
      `tls:\n  key: |\n${s.hide(s.pem('RSA', 3).replaceAll(/^/gm, '    ').trimStart()).replace(/^/, '    ')}\n  x: 1`,
    age: (s) => `# public key: age1x\n${s.hide(`AGE-SECRET-KEY-1${s.from('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`)}`,
  }),
];
