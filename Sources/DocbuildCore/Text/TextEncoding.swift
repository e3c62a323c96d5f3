/// How the text of a file is written, where that is not UTF-8.
package enum TextEncoding: String, CaseIterable, Sendable {
  case latin1
  case windows1252 = "windows-1252"
  case utf16 = "utf-16"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"

  /// The encoding of that name; others that are in use count too.
  init?(named name: String) {
    let lower = name.lowercased()
    let others: [String: TextEncoding] = [
      "iso-8859-1": .latin1, "latin-1": .latin1, "cp1252": .windows1252, "utf16": .utf16,
      "utf16le": .utf16LittleEndian, "utf16be": .utf16BigEndian, "utf-16-le": .utf16LittleEndian,
      "utf-16-be": .utf16BigEndian,
    ]
    guard let found = TextEncoding(rawValue: lower) ?? others[lower] else { return nil }
    self = found
  }

  /// The text in UTF-8; nil when the bytes are not so written.
  package func decoded(_ bytes: Bytes) -> Bytes? {
    switch self {
    case .latin1: return TextEncoding.utf8(bytes.map { UInt32($0) })
    case .windows1252:
      var scalars: [UInt32] = []
      scalars.reserveCapacity(bytes.count)
      for byte in bytes {
        guard (0x80...0x9F).contains(byte) else {
          scalars.append(UInt32(byte))
          continue
        }
        let scalar = TextEncoding.windowsControls[Int(byte) - 0x80]
        if scalar == 0 { return nil }
        scalars.append(scalar)
      }
      return TextEncoding.utf8(scalars)
    case .utf16:
      if bytes.starts(with: [0xFE, 0xFF]) {
        return TextEncoding.utf16(bytes.dropFirst(2), isBigEndian: true)
      }
      let isMarked = bytes.starts(with: [0xFF, 0xFE])
      return TextEncoding.utf16(bytes.dropFirst(isMarked ? 2 : 0), isBigEndian: false)
    case .utf16LittleEndian: return TextEncoding.utf16(bytes[...], isBigEndian: false)
    case .utf16BigEndian: return TextEncoding.utf16(bytes[...], isBigEndian: true)
    }
  }

  /// What Windows-1252 has for 0x80 to 0x9F; 0 for nothing (WHATWG, Encoding, index windows-1252, and its five holes).
  private static let windowsControls: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> Bytes? {
    guard bytes.count % 2 == 0 else { return nil }
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let (a, b) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
      units.append(isBigEndian ? a << 8 | b : b << 8 | a)
      at += 2
    }
    var scalars: [UInt32] = []
    var index = 0
    while index < units.count {
      let unit = UInt32(units[index])
      index += 1
      guard (0xD800...0xDFFF).contains(unit) else {
        scalars.append(unit)
        continue
      }
      guard unit < 0xDC00, index < units.count, (0xDC00...0xDFFF).contains(units[index]) else {
        return nil
      }
      scalars.append(0x10000 + (unit - 0xD800) << 10 + UInt32(units[index]) - 0xDC00)
      index += 1
    }
    return utf8(scalars)
  }

  private static func utf8(_ scalars: [UInt32]) -> Bytes? {
    var made: Bytes = []
    made.reserveCapacity(scalars.count)
    for value in scalars {
      guard let scalar = Unicode.Scalar(value) else { return nil }
      made.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return made
  }
}
