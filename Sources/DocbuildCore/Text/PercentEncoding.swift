extension Bytes {
  /// With `%XX` for the bytes that `isSpecial` picks (RFC 3986, 2.1).
  package func percentEncoded(where isSpecial: (UInt8) -> Bool) -> Bytes {
    flatMap { byte in
      isSpecial(byte) ? [UInt8(ascii: "%")] + byte.hexadecimal(capitals: true) : [byte]
    }
  }

  /// With `%XX` resolved; what is not such an escape stays.
  package var percentDecoded: Bytes {
    guard contains(UInt8(ascii: "%")) else { return self }
    var made: Bytes = []
    var at = 0
    while at < count {
      if self[at] == UInt8(ascii: "%"), at + 2 < count, let high = self[at + 1].hexadecimalValue,
        let low = self[at + 2].hexadecimalValue
      {
        made.append(high << 4 | low)
        at += 3
      } else {
        made.append(self[at])
        at += 1
      }
    }
    return made
  }
}
