import http from 'node:http';

const upstreamUrl = process.env.UPSTREAM_URL;
const agent = new http.Agent({ keepAlive: false, maxSockets: 20 });

/** The level of an article in the warehouse, which changes with every sale. */
export function askStock(itemId: string): Promise<{ left: number }> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${upstreamUrl}/stock/${itemId}`, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`stock of ${itemId}: upstream answered ${response.statusCode}`));
      });
    });
    request.on('error', reject);
  });
}
