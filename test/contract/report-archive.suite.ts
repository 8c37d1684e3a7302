import { describe, expect, it } from 'vitest';
import type { ReportArchive, ReportForms } from '../../lambdas/shared/ports.ts';

export interface OpenedArchive {
  archive: ReportArchive;
  /** What can be read at an address of the archive; null: nothing. */
  read(place: string): Promise<string | null>;
  /** Addresses of everything that is kept. */
  list(): Promise<string[]>;
}

const report = (name: string): ReportForms => ({
  json: `{"of":"${name}"}\n`,
  markdown: `# ${name}\n`,
  html: `<!doctype html><p>${name} – ünï</p>\n`,
});

/** What every archive of reports does. */
export function describeReportArchive(name: string, open: () => Promise<OpenedArchive>): void {
  describe(`ReportArchive over ${name}`, () => {
    it('keeps each form beside the page whose place it gives', async () => {
      const { archive, read, list } = await open();
      const { place } = await archive.keep('default', 'cycle-1', report('one'));
      expect(place).toMatch(/cycle-1\.html$/);
      expect(await read(place)).toBe(report('one').html);
      expect(await read(place.replace(/html$/, 'md'))).toBe(report('one').markdown);
      expect(await read(place.replace(/html$/, 'json'))).toBe(report('one').json);
      expect(await list()).toHaveLength(3);
    });

    it('puts a report that is kept again into the place of the earlier one', async () => {
      const { archive, read, list } = await open();
      const first = await archive.keep('default', 'cycle-1', report('one'));
      const again = await archive.keep('default', 'cycle-1', report('a longer one'));
      expect(again).toEqual(first);
      expect(await read(again.place)).toBe(report('a longer one').html);
      expect(await list()).toHaveLength(3);
    });

    it('keeps cycles apart', async () => {
      const { archive, read } = await open();
      const places = await Promise.all(
        ['cycle-1', 'cycle-2', 'cycle'].map(async (id) => (await archive.keep('default', id, report(id))).place),
      );
      expect(new Set(places).size).toBe(3);
      expect(await Promise.all(places.map(read))).toEqual(['cycle-1', 'cycle-2', 'cycle'].map((id) => report(id).html));
    });

    it.each(['../../escape', '/etc/cycle', 'a/b', '..', 'a b?#%', 'ünï'])('keeps the cycle %j within itself', async (id) => {
      const { archive, read, list } = await open();
      const { place } = await archive.keep('default', id, report(id));
      expect(await read(place)).toBe(report(id).html);
      const [folder] = (await archive.keep('default', 'cycle-1', report('plain'))).place.split('cycle-1.html');
      for (const address of await list()) expect(address.slice(0, folder?.length)).toBe(folder);
      expect(place.slice(folder?.length)).not.toContain('/');
    });
  });
}
