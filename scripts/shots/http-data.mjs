// Ordinary responses that the pictures show: a page, a document, a picture.

export const PET_PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Adoptions</title>
  <link rel="stylesheet" href="https://cdn.example.com/site.css">
  <style>
    body { font: 15px/1.5 system-ui; margin: 32px; color: #222 }
    h1 { color: #0f766e } table { border-collapse: collapse } td, th { padding: 6px 16px 6px 0; text-align: left }
    tr + tr { border-top: 1px solid #ddd }
  </style>
  <script>document.title = 'never';</script>
</head>
<body>
  <h1>Adopted this week</h1>
  <p>Twelve animals found a home in the Harbour store.</p>
  <table>
    <tr><th>Name</th><th>Species</th><th>Since</th></tr>
    <tr><td>Biscuit</td><td>Dog</td><td>22 November</td></tr>
    <tr><td>Miso</td><td>Cat</td><td>21 November</td></tr>
    <tr><td>Pebble</td><td>Rabbit</td><td>20 November</td></tr>
  </table>
  <p><a href="/adoptions">All adoptions</a></p>
</body>
</html>
`;

const [WIDTH, HEIGHT] = [320, 200];

/** A bitmap of a sea under a sky. */
export function makePicture() {
  const head = Buffer.alloc(54);
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  head.write('BM');
  head.writeUInt32LE(54 + pixels.length, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(WIDTH, 18);
  head.writeInt32LE(HEIGHT, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const isSea = y < 80 + Math.sin(x / 18) * 7;
      const [red, green, blue] = isSea
        ? [20, 110 + y / 2, 130 + y]
        : [250 - y / 3, 190 - y / 4, 150];
      pixels.set([blue, green, red], (y * WIDTH + x) * 3);
    }
  }
  return Buffer.concat([head, pixels]);
}
