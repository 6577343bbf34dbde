import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** The files in a zip (APPNOTE.TXT 4.3.12, 4.3.16), each with its Unix mode and its size when unpacked. */
export function zipEntries(file) {
  const bytes = readFileSync(file);
  let end = bytes.length - 22;
  while (end > 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`no zip directory entry at ${at}`);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const mode = bytes.readUInt32LE(at + 38) >>> 16;
    const size = bytes.readUInt32LE(at + 24);
    const packed = { size: bytes.readUInt32LE(at + 20), at: bytes.readUInt32LE(at + 42) };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return { name, mode, size, packed };
  });
}

/** Text of a deflated file in a zip (APPNOTE.TXT 4.3.7). */
export function readZipped(file, wanted) {
  const bytes = readFileSync(file);
  const { packed } = zipEntries(file).find(({ name }) => name === wanted);
  const start = packed.at + 30 + bytes.readUInt16LE(packed.at + 26) + bytes.readUInt16LE(packed.at + 28);
  return inflateRawSync(bytes.subarray(start, start + packed.size)).toString();
}
