import { specimens } from '../specimen.ts';

const jwts = specimens('jwt', {
  'in a sentence': (s) => `JsonWebTokenError: invalid signature for ${s.hide(s.jwt())} at verify (/var/task/auth.js:12:9)`,
  'in quotes, Python': (s) => `[ERROR] jwt.exceptions.DecodeError: could not decode '${s.hide(s.jwt())}'`,
  'cut after the header': (s) => `token prefix ${s.hide(s.jwtHeader())}... rejected`,
  'cut in the payload': (s) => `Invalid id_token: ${s.hide(s.jwt().slice(0, 110))}`,
  'no signature': (s) =>
    `alg none attack? got ${s.hide(`${s.jwtHeader()}.${Buffer.from(`{"sub":"${s.alnum(9)}"}`).toString('base64url')}.`)}`,
  'as a parameter': (s) => `GET /callback?state=xyz&id_token=${s.hide(s.jwt())}&foo=bar 302`,
  'dots percent-encoded': (s) => `next=%2Fhome%3Fjwt%3D${s.hide(s.jwt().replaceAll('.', '%2E'))}%26x%3D1`,
  'in a path': (s) => `GET /verify/${s.hide(s.jwt())}/confirm HTTP/1.1" 200`,
  'five parts (JWE)': (s) => `decrypt failed: ${s.hide(`${s.jwt()}.${s.base64url(80)}.${s.base64url(22)}`)}`,
  'as JSON element': (s) => `{"event":"login","tokens":["${s.hide(s.jwt())}","${s.hide(s.jwt())}"],"ok":true}`,
  'after a word without blank': (s) => `jwt:${s.hide(s.jwt())};exp:1793678400`,
});

const authorization = specimens('authorization', {
  'Bearer in API Gateway event': (s) =>
    `{"resource":"/orders","headers":{"Accept":"*/*","Authorization":"Bearer ${s.hide(s.base64url(40))}","Host":"api.example.com"},"httpMethod":"GET"}`,
  'multi value headers': (s) => `{"multiValueHeaders":{"authorization":["Bearer ${s.hide(s.alnum(32))}"],"Accept":["*/*"]}}`,
  'Basic in curl -v': (s) =>
    `> GET /api HTTP/1.1\n> Host: example.com\n> Authorization: Basic ${s.hide(s.basic())}\n> User-Agent: curl/8.5.0`,
  'Python requests dict': (s) =>
    `DEBUG headers={'User-Agent': 'python-requests/2.32', 'Authorization': 'Basic ${s.hide(s.basic())}', 'Accept': '*/*'}`,
  'axios config printed': (s) =>
    `  config: {\n    headers: AxiosHeaders {\n      Accept: 'application/json',\n      Authorization: 'Bearer ${s.hide(s.base64url(64))}'\n    },\n    method: 'post'\n  }`,
  'Go http.Header': (s) =>
    `level=debug msg="sending" headers="map[Accept:[*/*] Authorization:[Bearer ${s.hide(s.alnum(40))}] User-Agent:[Go-http-client/1.1]]"`,
  Digest: (s) =>
    `Authorization: Digest username="svc", realm="api", nonce="${s.hide(s.hex(32))}", uri="/x", response="${s.hide(s.hex(32))}", opaque="${s.hex(8)}"`,
  'Java HttpHeaders': (s) =>
    `WARN o.s.web.client - Request headers: [Accept:"application/json", Authorization:"Bearer ${s.hide(s.base64url(48))}", Content-Length:"0"]`,
  'Bearer without a name': (s) => `upstream 401 with Bearer ${s.hide(s.base64url(43))} for /v2/me`,
  'Basic without a name': (s) => `proxy answered 407 to Basic ${s.hide(s.basic())}`,
  'scheme ApiKey': (s) => `authorization=ApiKey ${s.hide(s.base64(44))} path=/_search status=401`,
  'no scheme': (s) => `{"headers":{"authorization":"${s.hide(s.hex(40))}","x-request-id":"${s.uuid()}"}}`,
  'scheme token': (s) => `{"Authorization": "token ${s.hide(s.hex(40))}"}`,
  'Proxy-Authorization': (s) => `Proxy-Authorization: Basic ${s.hide(s.basic())}\r\nProxy-Connection: keep-alive`,
  'X-Authorization, lower case': (s) => `x-authorization: bearer ${s.hide(s.base64url(36))}`,
  'curl command': (s) => `running: curl -sS -H "Authorization: Bearer ${s.hide(s.alnum(36))}" https://api.example.com/v1/jobs`,
  'curl with a user': (s) => `+ curl -fsS -u deploy:${s.hide(s.password())} https://nexus.example.com/repository/raw/`,
});

const cookies = specimens('cookie', {
  'request header': (s) => `Cookie: theme=dark; session=${s.hide(s.hex(40))}; _ga=GA1.2.${s.digits(9)}`,
  'event version 2': (s) => `{"version":"2.0","cookies":["sid=${s.hide(s.base64url(32))}","lang=en"],"rawPath":"/"}`,
  'Set-Cookie': (s) => `< Set-Cookie: JSESSIONID=${s.hide(s.hex(32).toUpperCase())}; Path=/; Secure; HttpOnly`,
  'Set-Cookie as a list': (s) =>
    `'set-cookie': [ 'connect.sid=s%3A${s.hide(s.base64url(32))}.${s.hide(s.base64url(43))}; Path=/; Expires=Tue, 03 Nov 2026 05:00:00 GMT; HttpOnly' ],`,
  'access log': (s) =>
    `10.1.2.3 - - [03/Nov/2026:04:12:09 +0000] "GET / HTTP/2.0" 200 612 "-" "Mozilla/5.0" cookie="PHPSESSID=${s.hide(s.alnum(26))}"`,
  'in a path': (s) => `GET /cart;jsessionid=${s.hide(s.hex(32).toUpperCase())}?step=2 HTTP/1.1`,
  'Python SimpleCookie': (s) => `{'Cookie': 'sessionid=${s.hide(s.alnum(32))}; csrftoken=${s.hide(s.alnum(64))}'}`,
  'escaped in JSON': (s) => JSON.stringify({ msg: `headers {"cookie":"auth=${s.hide(s.hex(32))}; b=1"}` }),
  'express-session in a message': (s) => `Error: failed to touch session, cookie connect.sid=${s.hide(s.base64url(40))}`,
});

export const HEADERS = [...jwts, ...authorization, ...cookies];
