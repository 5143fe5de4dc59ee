import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { cli, eventLines, parseLines } from './cli-support.ts';

describe('tideline demo', () => {
  test('prints URLs that answer, until Ctrl-C, and frees the port', async () => {
    const user = new AbortController();
    let origin = '';
    const answers: number[] = [];
    const run = await cli(['demo'], {
      interrupt: user.signal,
      onOutput: (stdout) => {
        origin = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0] ?? '';
        void fetch(`${origin}/pets`)
          .then((response) => answers.push(response.status))
          .finally(() => user.abort('SIGINT'));
      },
    });
    expect(run.code).toBe(130);
    expect(answers).toEqual([200]);
    expect(run.stdout).toContain(`POST   ${origin}/v1/chat/completions`);
    await expect(fetch(`${origin}/pets`)).rejects.toThrow();
  });

  test('a port that is taken is told', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const run = await cli(['demo', '--port', String(port)]);
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain(String(port));
    other.close();
  });

  test('--play streams the chat demo through the engine at its real pace', async () => {
    const [people, json] = await Promise.all([
      cli(['demo', '--play']),
      cli(['demo', '--play', '--json']),
    ]);
    expect([people.code, people.stderr, json.code]).toEqual([0, '', 0]);
    expect(eventLines(json.stdout)).toHaveLength(214);
    expect(parseLines(json.stdout).at(-1)).toMatchObject({ kind: 'close', by: 'server' });
    expect(people.stdout.match(/ message /g)).toHaveLength(214);
    expect(people.stdout).toMatch(/ close +ended by the server\n$/);
  });
});
