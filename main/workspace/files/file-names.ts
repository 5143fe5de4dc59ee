const NAME_BYTES_MAX = 120;
/** Names that Windows keeps for devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name that any file system takes: characters with a meaning become `-`, and it is never empty. */
export function toFileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}]/gu, '-')
    .replace(/^[. ]+|[. ]+$/g, '');
  let cut = plain;
  while (Buffer.byteLength(cut) > NAME_BYTES_MAX) cut = cut.replace(/.$/su, '');
  if (cut === '') return 'untitled';
  return RESERVED.test(cut) || /^(folder|opencollection|environments)$/i.test(cut)
    ? `${cut}-`
    : cut;
}

/** The name, or the name with a number, that `isTaken` does not know. */
export function findFreeName(name: string, isTaken: (candidate: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) {
    if (!isTaken(`${name} ${number}`)) return `${name} ${number}`;
  }
}
