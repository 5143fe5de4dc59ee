// A small zip reader over node:zlib: enough to unpack an Electron distribution with no other program at hand.
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, symlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';

/** @typedef {import('node:fs/promises').FileHandle} FileHandle */

/**
 * @typedef {object} ZipEntry
 * @property {string} name path inside the archive, with `/` between its parts
 * @property {'file' | 'folder' | 'symlink'} kind
 * @property {number} permissions Unix permission bits; 0 when the archive names none
 * @property {number} method 0 is stored, 8 is deflated
 * @property {number} checksum CRC-32 of the content
 * @property {number} compressedBytes
 * @property {number} sizeBytes
 * @property {number} headerOffset
 */

// Record signatures and sizes are those of the .ZIP file format specification, section 4.3.
const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const COMMENT_BYTES_MAX = 0xffff;
const ZIP64_MARK = 0xffffffff;
const ENCRYPTED_FLAG = 1;
const MADE_BY_UNIX = 3;

const FILE_TYPE_MASK = 0o170000;
const SYMLINK_TYPE = 0o120000;

/**
 * @param {FileHandle} file
 * @param {number} position
 * @param {number} length
 */
async function readExactly(file, position, length) {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new Error('the zip file is cut off');
    filled += bytesRead;
  }
  return buffer;
}

/** @param {FileHandle} file */
async function readCentralDirectory(file) {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, END_BYTES + COMMENT_BYTES_MAX);
  const tail = await readExactly(file, size - tailBytes, tailBytes);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    const count = tail.readUInt16LE(at + 10);
    const length = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (offset === ZIP64_MARK || count === 0xffff) throw new Error('zip64 files are not supported');
    return { count, bytes: await readExactly(file, offset, length) };
  }
  throw new Error('this is no zip file: it has no end record');
}

/**
 * @param {number} madeBy
 * @param {number} mode
 * @param {string} name
 * @returns {ZipEntry['kind']}
 */
function entryKind(madeBy, mode, name) {
  if (name.endsWith('/')) return 'folder';
  return madeBy === MADE_BY_UNIX && (mode & FILE_TYPE_MASK) === SYMLINK_TYPE ? 'symlink' : 'file';
}

/**
 * The entries of an open zip file, in the order of its central directory.
 *
 * @param {FileHandle} file
 * @returns {Promise<ZipEntry[]>}
 */
async function readEntries(file) {
  const { count, bytes } = await readCentralDirectory(file);
  const entries = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new Error('the zip file is damaged');
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    if ((bytes.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0) {
      throw new Error(`${name} is encrypted, which is not supported`);
    }
    const madeBy = bytes.readUInt8(at + 5);
    const mode = bytes.readUInt32LE(at + 38) >>> 16;
    entries.push({
      name,
      kind: entryKind(madeBy, mode, name),
      permissions: madeBy === MADE_BY_UNIX ? mode & 0o777 : 0,
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      compressedBytes: bytes.readUInt32LE(at + 20),
      sizeBytes: bytes.readUInt32LE(at + 24),
      headerOffset: bytes.readUInt32LE(at + 42),
    });
    at += CENTRAL_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * The content of one entry, streamed. It fails at the end when size or checksum are not as stated.
 *
 * @param {FileHandle} file
 * @param {ZipEntry} entry
 * @param {(content: AsyncIterable<Buffer>) => Promise<void>} sink
 */
async function pipeEntry(file, entry, sink) {
  const header = await readExactly(file, entry.headerOffset, LOCAL_BYTES);
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new Error('the zip file is damaged');
  // The local header has lengths of its own: its extra field may differ from the central one.
  const start =
    entry.headerOffset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  // A read stream takes the end inclusively, so an empty entry cannot be asked for.
  const packed =
    entry.compressedBytes === 0
      ? Readable.from([])
      : createReadStream('', {
          // The number, not the handle: a stream leaves a listener on the handle for each entry.
          fd: file.fd,
          start,
          end: start + entry.compressedBytes - 1,
          autoClose: false,
        });

  let checksum = 0;
  let sizeBytes = 0;
  const check = new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, done) {
      checksum = crc32(chunk, checksum);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      const isIntact = sizeBytes === entry.sizeBytes && checksum === entry.checksum;
      done(isIntact ? null : new Error(`${entry.name} is damaged in the zip file`));
    },
  });
  if (entry.method === 8) await pipeline(packed, createInflateRaw(), check, sink);
  else if (entry.method === 0) await pipeline(packed, check, sink);
  else throw new Error(`${entry.name} is packed by method ${entry.method}, which is not supported`);
}

/** @param {string} name */
function assertInside(name) {
  const isOutside = name.startsWith('/') || name.includes('\\') || name.includes(':');
  if (isOutside || name.split('/').includes('..')) {
    throw new Error(`the zip file names a path outside of its folder: ${name}`);
  }
}

/**
 * Unpacks a zip file into a folder. Keeps permissions and symbolic links.
 *
 * Content is streamed, so memory does not grow with the size of an entry. Existing files with the
 * same names are overwritten. Not supported, and thrown for: zip64, encryption, and paths or links
 * that lead out of the folder.
 *
 * @param {string} zipPath
 * @param {string} targetFolder made when it does not exist
 * @param {(name: string) => string | null} [placeEntry] the path an entry gets; null leaves it out
 */
export async function extractZip(zipPath, targetFolder, placeEntry = (name) => name) {
  const file = await open(zipPath, 'r');
  try {
    /** @type {{ target: string, place: string, link: string }[]} */
    const links = [];
    for (const entry of await readEntries(file)) {
      assertInside(entry.name);
      const place = placeEntry(entry.name);
      if (place === null) continue;
      const target = join(targetFolder, place);
      if (entry.kind === 'folder') {
        await mkdir(target, { recursive: true });
        continue;
      }
      await mkdir(dirname(target), { recursive: true });
      if (entry.kind === 'symlink') {
        await pipeEntry(file, entry, async (content) => {
          /** @type {Buffer[]} */
          const chunks = [];
          for await (const chunk of content) chunks.push(chunk);
          links.push({ target, place, link: Buffer.concat(chunks).toString('utf8') });
        });
        continue;
      }
      await pipeEntry(file, entry, (content) => pipeline(content, createWriteStream(target)));
      if (entry.permissions !== 0) await chmod(target, entry.permissions);
    }
    // Links come last, so that no file can be written through one.
    for (const { target, place, link } of links) {
      if (posix.isAbsolute(link)) throw new Error(`the zip file has an absolute link: ${place}`);
      assertInside(posix.join(posix.dirname(place), link));
      await symlink(link, target);
    }
  } finally {
    await file.close();
  }
}
