/** Answers that are no good HTTP, and what has to come of each. */
export interface BadAnswer {
  readonly name: string;
  /** Pieces that are written one after the other; the connection is then ended. */
  readonly bytes: readonly (string | Buffer)[];
  /**
   * `error`: a typed error before any response. `cut`: the response began, and its end is an error. `whole`: the body
   * is exactly `body`, whatever else is on the wire.
   */
  readonly outcome: 'error' | 'cut' | 'whole';
  readonly body?: string;
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n';
/** A second response, which nobody asked for. */
const SMUGGLED = `${OK}Content-Length: 14\r\n\r\ndata: evil!!\n\n`;
const EVENT = 'data: good\n\n';

export const BAD_ANSWERS: readonly BadAnswer[] = [
  { name: 'nothing at all', bytes: [], outcome: 'error' },
  { name: 'an empty line', bytes: ['\r\n'], outcome: 'error' },
  { name: 'HTTP/0.9', bytes: ['<html>hello</html>'], outcome: 'error' },
  { name: 'an event without a head', bytes: [EVENT], outcome: 'error' },
  { name: 'a head without a status', bytes: ['HTTP/1.1\r\n\r\n'], outcome: 'error' },
  { name: 'a status that is no number', bytes: ['HTTP/1.1 abc OK\r\n\r\n'], outcome: 'error' },
  { name: 'a status of two digits', bytes: ['HTTP/1.1 20 OK\r\n\r\n'], outcome: 'error' },
  { name: 'a status of four digits', bytes: ['HTTP/1.1 2000 OK\r\n\r\n'], outcome: 'error' },
  { name: 'a negative status', bytes: ['HTTP/1.1 -200 OK\r\n\r\n'], outcome: 'error' },
  { name: 'status 0', bytes: ['HTTP/1.1 000 OK\r\n\r\n'], outcome: 'error' },
  { name: 'HTTP/2 in words', bytes: ['HTTP/2.0 200 OK\r\n\r\n'], outcome: 'error' },
  { name: 'HTTP/3 in words', bytes: ['HTTP/3.0 200 OK\r\n\r\n'], outcome: 'error' },
  { name: 'another protocol', bytes: ['SSH-2.0-OpenSSH_9.2\r\n'], outcome: 'error' },
  { name: 'a name in small letters', bytes: ['http/1.1 200 OK\r\n\r\n'], outcome: 'error' },
  { name: 'a space before the status line', bytes: [` ${OK}\r\n`], outcome: 'error' },
  { name: 'a head that ends in the middle', bytes: [OK], outcome: 'error' },
  { name: 'a status line that ends in the middle', bytes: ['HTTP/1.1 2'], outcome: 'error' },
  {
    name: 'binary',
    bytes: [Buffer.from([0, 1, 2, 255, 254, 253, 13, 10, 13, 10])],
    outcome: 'error',
  },
  { name: 'TLS', bytes: [Buffer.from([0x15, 3, 1, 0, 2, 2, 70])], outcome: 'error' },
  { name: 'a request', bytes: ['GET / HTTP/1.1\r\nHost: a\r\n\r\n'], outcome: 'error' },
  { name: 'a header field without a colon', bytes: [`${OK}Broken\r\n\r\n`], outcome: 'error' },
  { name: 'a header field without a name', bytes: [`${OK}: x\r\n\r\n`], outcome: 'error' },
  {
    name: 'a space before the colon',
    bytes: [`${OK}Content-Length : 5\r\n\r\n12345`],
    outcome: 'error',
  },
  { name: 'a CR in a field value', bytes: [`${OK}X: a\rb\r\n\r\n`], outcome: 'error' },
  { name: 'a NUL in a field value', bytes: [`${OK}X: a\0b\r\n\r\n`], outcome: 'error' },
  { name: 'a NUL in a field name', bytes: [`${OK}X\0: a\r\n\r\n`], outcome: 'error' },
  { name: 'a negative length', bytes: [`${OK}Content-Length: -1\r\n\r\n`], outcome: 'error' },
  {
    name: 'a length that is no number',
    bytes: [`${OK}Content-Length: abc\r\n\r\n`],
    outcome: 'error',
  },
  { name: 'a length in hex', bytes: [`${OK}Content-Length: 0x5\r\n\r\n12345`], outcome: 'error' },
  {
    name: 'a length with a plus',
    bytes: [`${OK}Content-Length: +5\r\n\r\n12345`],
    outcome: 'error',
  },
  {
    name: 'a length beyond all numbers',
    bytes: [`${OK}Content-Length: ${'9'.repeat(40)}\r\n\r\n`],
    outcome: 'error',
  },
  {
    name: 'two lengths',
    bytes: [`${OK}Content-Length: 12\r\nContent-Length: 5\r\n\r\n${EVENT}`],
    outcome: 'error',
  },
  {
    name: 'a list of lengths',
    bytes: [`${OK}Content-Length: 12, 5\r\n\r\n${EVENT}`],
    outcome: 'error',
  },
  {
    name: 'a length and chunks',
    bytes: [
      `${OK}Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n${EVENT}\r\n0\r\n\r\n`,
    ],
    outcome: 'error',
  },
  {
    name: 'a chunk size that is no number',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\n${EVENT}`],
    outcome: 'cut',
  },
  {
    name: 'a negative chunk size',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\n-5\r\n${EVENT}`],
    outcome: 'cut',
  },
  {
    name: 'a chunk size beyond all numbers',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(32)}\r\n${EVENT}`],
    outcome: 'cut',
  },
  {
    name: 'an empty chunk size',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\n\r\n${EVENT}`],
    outcome: 'cut',
  },
  {
    name: 'a chunk longer than its size',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\n${EVENT}\r\n0\r\n\r\n`],
    outcome: 'cut',
  },
  {
    name: 'chunks without their end',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\nc\r\n${EVENT}\r\n`],
    outcome: 'cut',
  },
  {
    name: 'a last chunk without its end',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\nc\r\n${EVENT}\r\n0\r\n`],
    outcome: 'cut',
  },
  {
    name: 'a chunk that ends in the middle',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\nff\r\n${EVENT}`],
    outcome: 'cut',
  },
  {
    name: 'less than its length',
    bytes: [`${OK}Content-Length: 100\r\n\r\n${EVENT}`],
    outcome: 'cut',
  },
  {
    name: 'more than its length',
    bytes: [`${OK}Content-Length: 12\r\n\r\n${EVENT}more`],
    outcome: 'whole',
    body: EVENT,
  },
  {
    name: 'a second response',
    bytes: [`${OK}Content-Length: 12\r\n\r\n${EVENT}`, SMUGGLED],
    outcome: 'whole',
    body: EVENT,
  },
  {
    name: 'a second response in the same piece',
    bytes: [`${OK}Content-Length: 12\r\n\r\n${EVENT}${SMUGGLED}`],
    outcome: 'whole',
    body: EVENT,
  },
  {
    name: 'a second response after the last chunk',
    bytes: [`${OK}Transfer-Encoding: chunked\r\n\r\nc\r\n${EVENT}\r\n0\r\n\r\n${SMUGGLED}`],
    outcome: 'whole',
    body: EVENT,
  },
  {
    name: '204 with a body',
    bytes: [`HTTP/1.1 204 No Content\r\nContent-Length: 12\r\n\r\n${EVENT}`],
    outcome: 'whole',
    body: '',
  },
  {
    name: '204 with a second response',
    bytes: [`HTTP/1.1 204 No Content\r\n\r\n${SMUGGLED}`],
    outcome: 'whole',
    body: '',
  },
  {
    name: '304 with a body',
    bytes: [`HTTP/1.1 304 Not Modified\r\nContent-Length: 12\r\n\r\n${EVENT}`],
    outcome: 'whole',
    body: '',
  },
  {
    name: '101 that nobody asked for',
    bytes: ['HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    outcome: 'error',
  },
  {
    name: 'informational responses without end',
    bytes: ['HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(10_000)],
    outcome: 'error',
  },
  {
    name: 'only an informational response',
    bytes: ['HTTP/1.1 103 Early Hints\r\n\r\n'],
    outcome: 'error',
  },
  { name: 'a head without end', bytes: [OK + 'X: y\r\n'.repeat(200_000)], outcome: 'error' },
  { name: 'a field without end', bytes: [`${OK}X: ${'y'.repeat(1_000_000)}`], outcome: 'error' },
  {
    name: 'a status line without end',
    bytes: [`HTTP/1.1 200 ${'O'.repeat(1_000_000)}`],
    outcome: 'error',
  },
];
