import DocbuildCore

/// Takes messages out of a stream of bytes
/// (<https://microsoft.github.io/language-server-protocol/>, "Base Protocol"): header lines that end in CRLF, one of which
/// is `Content-Length`, an empty line, then so many bytes.
struct FrameReader {
  /// What comes out of the stream.
  enum Frame: Equatable {
    /// The bytes of a message.
    case message(Bytes)
    /// A header that says nowhere how long its message is, or something else than a length; what comes next is looked at
    /// as if it were the start of another.
    case badHeader
    /// A message that is longer than anybody would send; nothing can be read behind it.
    case tooLong
  }

  /// The longest message, in bytes.
  static let longest = 256 << 20
  /// The longest header, in bytes.
  private static let longestHeader = 1 << 14

  private var bytes: Bytes = []
  /// What comes before is done with.
  private var start = 0

  /// Adds what has been read.
  mutating func add(_ more: some Collection<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes += more
  }

  /// The next frame; nil as long as there is no whole one.
  mutating func next() -> Frame? {
    guard let end = headerEnd else {
      guard bytes.count - start > FrameReader.longestHeader else { return nil }
      start = bytes.count
      return .badHeader
    }
    guard let length = FrameReader.length(in: bytes[start..<end.lowerBound]) else {
      start = end.upperBound
      return .badHeader
    }
    guard length <= FrameReader.longest else {
      start = bytes.count
      return .tooLong
    }
    guard bytes.count - end.upperBound >= length else { return nil }
    start = end.upperBound + length
    return .message(Bytes(bytes[end.upperBound..<start]))
  }

  /// The empty line with the line end before it. Bare line feeds are read as well.
  private var headerEnd: Range<Int>? {
    var at = start
    while at < bytes.count, at - start <= FrameReader.longestHeader {
      guard let feed = bytes.firstOffset(of: UInt8(ascii: "\n"), in: at..<bytes.count) else {
        return nil
      }
      var next = feed + 1
      if next < bytes.count, bytes[next] == UInt8(ascii: "\r") { next += 1 }
      if next < bytes.count, bytes[next] == UInt8(ascii: "\n") { return feed..<next + 1 }
      at = feed + 1
    }
    return nil
  }

  private static func length(in header: ArraySlice<UInt8>) -> Int? {
    for line in header.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        line[..<colon].trimmed().text.lowercased() == "content-length"
      else { continue }
      let digits = line[(colon + 1)...].trimmed()
      guard !digits.isEmpty, digits.count < 16, digits.allSatisfy(\.isDigit) else { return nil }
      return Int(digits.text)
    }
    return nil
  }
}
