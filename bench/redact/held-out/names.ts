import { specimens } from '../specimen.ts';

const addresses = specimens('address with password', {
  Postgres: (s) => `error: could not connect to postgres://app:${s.hide(s.password())}@db.internal:5432/orders?sslmode=require`,
  'at sign in the password': (s) => `DATABASE: postgresql://svc:${s.hide(s.mixed('@!'))}@10.0.0.12/app`,
  'colon in the password': (s) => `dialing amqp://worker:${s.hide(s.mixed(':$'))}@rabbit-0.rabbit:5672/%2Fprod: connection refused`,
  'percent-encoded password': (s) =>
    `mongodb+srv://root:${s.hide(`${s.letters(4)}%40${s.alnum(5)}%3A${s.digits(2)}`)}@cluster0.ab1cd.mongodb.net/?retryWrites=true`,
  'slash in the password': (s) => `mysql://reports:${s.hide(`${s.letters(4)}/${s.alnum(6)}`)}@mysql.prod.svc:3306/bi is unreachable`,
  'hash in the password': (s) => `postgres://app:${s.hide(`${s.letters(4)}#${s.alnum(6)}`)}@db:5432/x`,
  'no user': (s) =>
    `[ioredis] Unhandled error event: connect ECONNREFUSED redis://:${s.hide(s.plain())}@cache.abc.use1.cache.amazonaws.com:6379/0`,
  'git remote': (s) =>
    `fatal: unable to access 'https://ci:${s.hide(s.alnum(20))}@git.example.com/team/repo.git/': The requested URL returned error: 403`,
  'SQLAlchemy error': (s) =>
    `sqlalchemy.exc.ArgumentError: Could not parse URL from string 'postgresql+psycopg2://u1:${s.hide(s.password())}@h/db'`,
  'percent-encoded address': (s) => `GET /connect?dsn=postgres%3A%2F%2Fapp%3A${s.hide(s.plain())}%40db%3A5432%2Fx HTTP/1.1`,
  'Go MySQL DSN': (s) => `ping failed dsn="app:${s.hide(s.password())}@tcp(mysql:3306)/shop?parseTime=true"`,
  JDBC: (s) => `HikariPool-1 - jdbc:postgresql://db:5432/app?user=app&password=${s.hide(s.plain())}&ssl=true`,
  'JDBC SQL Server': (s) => `jdbc:sqlserver://sql1:1433;databaseName=crm;user=sa;password=${s.hide(s.password())};encrypt=true`,
  'JDBC Oracle thin': (s) => `Cannot create PoolableConnection jdbc:oracle:thin:scott/${s.hide(s.plain())}@//ora1:1521/ORCL`,
  'ADO.NET': (s) =>
    `Server=tcp:x.database.windows.net,1433;Initial Catalog=crm;User ID=svc;Password=${s.hide(s.mixed(',!'))};Encrypt=True;Connection Timeout=30;`,
  'ODBC in braces': (s) =>
    `Driver={ODBC Driver 18 for SQL Server};Server=sql1;UID=svc;PWD={${s.hide(s.mixed(';='))}};TrustServerCertificate=yes`,
  'Azure storage': (s) =>
    `DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=${s.hide(`${s.base64(86)}==`)};EndpointSuffix=core.windows.net`,
  'Service Bus': (s) =>
    `Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=RootManage;SharedAccessKey=${s.hide(`${s.base64(43)}=`)};EntityPath=q`,
  'token as user': (s) => `remote: https://${s.hide(`ghp${'_'}${s.alnum(36)}`)}@github.com/org/repo.git not found`,
});

const named = specimens('named value', {
  logfmt: (s) => `time=2026-11-03T04:12:09Z level=info msg="user created" user=ada password=${s.hide(s.password())} plan=pro`,
  'query string': (s) => `"POST /login?user=ada&password=${s.hide(s.plain())}&remember=1 HTTP/1.1" 302 0`,
  'form body': (s) => `body: grant_type=password&username=ada&password=${s.hide(encodeURIComponent(s.mixed('@#')))}&scope=all`,
  JSON: (s) => `{"user":"ada","password":"${s.hide(s.password())}","age":36}`,
  'JSON with blanks in the value': (s) => `{"passphrase" : "${s.hide(s.words(4))}", "kdf":"argon2id"}`,
  'JSON with escaped quotes in the value': (s) => `{"password":"${s.hide(`${s.letters(5)}\\"${s.letters(5)}`)}","x":1}`,
  'escaped JSON': (s) =>
    JSON.stringify({ body: JSON.stringify({ username: 'ada', password: s.hide(s.password()) }), isBase64Encoded: false }),
  'twice escaped JSON': (s) =>
    JSON.stringify({ Records: [{ body: JSON.stringify({ Message: JSON.stringify({ api_key: s.hide(s.alnum(30)) }) }) }] }),
  YAML: (s) => `db:\n  host: db1\n  password: ${s.hide(s.password())}\n  port: 5432`,
  'YAML with words': (s) => `vault:\n  passphrase: ${s.hide(s.words(5))}\n  path: /x`,
  'YAML block': (s) => `secrets:\n  api_secret: |\n    ${s.hide(s.alnum(40))}\n  other: 1`,
  'properties file': (s) =>
    `spring.datasource.username=app\nspring.datasource.password=${s.hide(s.mixed('#&'))}\nspring.jpa.show-sql=false`,
  'environment dump': (s) =>
    `NODE_ENV=production\nDB_PASSWORD=${s.hide(s.password())}\nSTRIPE_WEBHOOK_SECRET=${s.hide(s.alnum(32))}\nPORT=3000`,
  'number as PIN': (s) => `{"card_holder":"A L","pin":"${s.hide(s.digits(4))}","amount":12}`,
  'number as password': (s) => `login failed user=ada password=${s.hide(s.digits(8))} ip=10.1.1.1`,
  'header x-api-key': (s) => `{"headers":{"x-api-key":"${s.hide(s.alnum(40))}","accept":"*/*"}}`,
  clientSecret: (s) => `oauth config clientId=web clientSecret=${s.hide(s.base64url(40))} grant=code`,
  'refresh token': (s) => `POST /token refresh_token=${s.hide(s.base64url(50))}&client_id=abc -> 400 invalid_grant`,
  'Rails params': (s) => `Parameters: {"user"=>{"email"=>"x", "password"=>"${s.hide(s.password())}"}, "commit"=>"Log in"}`,
  'nested parameter': (s) => `user[name]=ada&user[password]=${s.hide(s.plain())}&commit=1`,
  'nested parameter, encoded': (s) => `user%5Bname%5D=ada&user%5Bpassword%5D=${s.hide(s.plain())}&commit=1`,
  'PHP print_r': (s) => `Array\n(\n    [user] => ada\n    [password] => ${s.hide(s.password())}\n)`,
  'capital words': (s) => `Connecting with User=ada and Password: "${s.hide(s.password())}"`,
  'Secret Access Key in words': (s) => `Access Key: x, Secret Access Key: ${s.hide(s.secretKey())}`,
  'API key in words': (s) => `using API key: ${s.hide(s.alnum(32))} (tier 2)`,
  npmrc: (s) => `//registry.example.com/:_authToken=${s.hide(s.uuid())}`,
  'multipart form': (s) => `Content-Disposition: form-data; name="password"\r\n\r\n${s.hide(s.password())}\r\n------x--`,
  SQL: (s) => `statement: ALTER USER app WITH PASSWORD '${s.hide(s.password())}'`,
  'MySQL identified by': (s) => `GRANT ALL ON *.* TO 'app'@'%' IDENTIFIED BY '${s.hide(s.password())}'`,
  arrow: (s) => `config: db_pass => "${s.hide(s.plain())}", db_user => "x"`,
  'single-quoted Python log': (s) => `INFO:root:params {'auth_token': '${s.hide(s.hex(32))}', 'limit': 10}`,
  'bytes, Python': (s) => `TypeError: secret_key=b'${s.hide(s.alnum(24))}' must be str`,
  'cut in the middle': (s) => `{"level":"info","payload":{"user":"a","password":"${s.hide(s.words(3))}`,
  'one-time code': (s) => `sms sent to=+1555 otp=${s.hide(s.digits(6))} ttl=300`,
  'parameter store pair': (s) => `{"Name":"/prod/db/password","Type":"SecureString","Value":"${s.hide(s.password())}","Version":3}`,
  'secret string': (s) => `{"ARN":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf","SecretString":"${s.hide(s.words(3))}"}`,
  'URL-encoded JSON': (s) => `data=%7B%22password%22%3A%22${s.hide(s.plain())}%22%7D&x=1`,
  netrc: (s) => `machine api.example.com login ada password ${s.hide(s.plain())}`,
});

export const NAMES = [...addresses, ...named];
