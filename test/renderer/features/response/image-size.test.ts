import { expect, test } from 'vitest';
import { readImageSize } from '../../../../renderer/features/response/image-size.ts';

/** First bytes of pictures that other programs wrote, 3 wide and 2 high where the format can. */
const PICTURES: Readonly<Record<string, string>> = {
  PNG: '89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d',
  GIF: '474946383961030002008000000000ffffff2c0000000003000200000202845100',
  BMP: '424d4e000000000000003600000028000000030000000200000001001800000000001800000000000000',
  JPEG: 'ffd8ffe000104a46494600010100000100010000ffdb00040000ffc0000b080002000301011100',
  WebP: '524946461a000000574542505650384c0d0000002f0240000007100000',
  'WebP lossy': '5249464630000000574542505650382024000000d001009d012a0300020000000000',
  'WebP extended': '524946460000000057454250565038580a0000001000000002000001000000000000',
};

test.each(Object.entries(PICTURES))('%s', (name, hex) => {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
  expect(readImageSize(bytes)).toEqual({ format: name.split(' ')[0], width: 3, height: 2 });
});

test('an icon and an AVIF file tell their size as well', () => {
  const icon = Buffer.from('00000100010020100000010020006804000016000000', 'hex');
  expect(readImageSize(icon)).toEqual({ format: 'ICO', width: 32, height: 16 });
  const avif = Buffer.concat([
    Buffer.from('0000001c6674797061766966', 'hex'),
    Buffer.alloc(40),
    Buffer.from('0000001469737065000000000000000300000002', 'hex'),
    Buffer.alloc(20),
  ]);
  expect(readImageSize(avif)).toEqual({ format: 'AVIF', width: 3, height: 2 });
});

test('a head that is cut, and bytes that are no picture, have no size', () => {
  for (const hex of Object.values(PICTURES)) {
    const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
    for (const length of [0, 1, 4, 9]) expect(readImageSize(bytes.subarray(0, length))).toBeNull();
  }
  expect(readImageSize(new TextEncoder().encode('<html><body>no picture at all'))).toBeNull();
});
