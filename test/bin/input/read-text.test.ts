import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readText } from '../../../bin/input/read-text.ts';

const read = (chunks: Iterable<Buffer>, most = 100) => readText({ name: 'a.json', stream: Readable.from(chunks) }, most);

describe('a text', () => {
  it('is read whole, a character that is cut between two chunks as well, without a byte order mark', async () => {
    const bytes = Buffer.from('\uFEFFgrün');
    expect(await read([bytes.subarray(0, 6), bytes.subarray(6)])).toBe('grün');
    expect(await read([])).toBe('');
  });

  it('is left as soon as it is too long, be it endless', async () => {
    let chunks = 0;
    const endless = (function* () {
      for (;;) yield (((chunks += 1), Buffer.alloc(10)));
    })();
    await expect(read(endless)).rejects.toThrow('a.json: found more than 100 bytes; expected no more than these');
    expect(chunks).toBeLessThan(50);
  });

  it('is none in another encoding', async () => {
    await expect(read([Buffer.from([0xff, 0xfe, 0x7b, 0])])).rejects.toThrow(
      'a.json: found bytes that are no text in UTF-8; expected text',
    );
  });

  it('is refused when it can not be read to its end', async () => {
    const broken = new Readable({ read: () => undefined });
    broken.destroy(Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' }));
    await expect(readText({ name: 'a.json', stream: broken }, 100)).rejects.toThrow(
      "a.json: can't be read any further: EIO: i/o error, read",
    );
  });
});
