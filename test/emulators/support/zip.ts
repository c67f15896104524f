import { crc32 } from 'node:zlib';

/**
 * An archive with one uncompressed file (PKWARE APPNOTE 6.3.3: local header, central directory and its end).
 */
export function zipOf(name: string, content: Buffer): Buffer {
  const path = Buffer.from(name);
  // Version 2.0, no flags, stored, 1980-01-01 00:00.
  const common = [u16(20), u16(0), u16(0), u16(0), u16(0x21), u32(crc32(content))];
  const sizes = [u32(content.length), u32(content.length), u16(path.length), u16(0)];
  const local = Buffer.concat([u32(0x04034b50), ...common, ...sizes, path, content]);
  // No comment, first disk, readable by everyone, and the offset of the file.
  const rest = [u16(0), u16(0), u16(0), u32((0o100644 << 16) >>> 0), u32(0), path];
  const central = Buffer.concat([u32(0x02014b50), u16(0x0314), ...common, ...sizes, ...rest]);
  const end = [
    u32(0x06054b50),
    u16(0),
    u16(0),
    u16(1),
    u16(1),
    u32(central.length),
    u32(local.length),
    u16(0),
  ];
  return Buffer.concat([local, central, ...end]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
