/// What a browser asks for.
package struct Request: Sendable, Equatable {
  /// Whether only the head of the answer is wanted.
  package var wantsHeadOnly = false
  /// The path without its escapes; begins with a slash.
  package var path: [UInt8] = []
  /// What stands behind the path's `?`, as it was sent.
  package var query: [UInt8] = []
  /// Whether the connection goes on behind the answer.
  package var goesOn = true
  /// The headers that matter, by their names in lower case.
  package var headers: [String: [UInt8]] = [:]

  /// Nothing is asked for yet.
  package init() {}
}

/// Why a request is not answered: a status of HTTP, with which the connection ends.
package struct RequestFault: Error, Equatable {
  /// Between 400 and 599.
  package let status: Int

  /// The fault that is answered so.
  package init(status: Int) { self.status = status }
}

/// Reads the requests of one connection, strictly: GET and HEAD without a body, heads of at most `limit` bytes. What RFC 9112
/// lets a server refuse is refused, so that nobody who stands in between can have read it otherwise.
package struct RequestReader {
  /// The longest head, in bytes.
  package static let limit = 16 << 10
  /// The most header lines.
  private static let mostHeaders = 100
  private static let kept: Set<String> = [
    "host", "origin", "connection", "content-length", "sec-fetch-site", "sec-fetch-mode",
  ]
  private var bytes: [UInt8] = []

  /// A connection on which nothing was sent yet.
  package init() {}

  /// Whether a request has begun.
  package var isWithin: Bool { !bytes.isEmpty }

  /// Adds what was received.
  package mutating func add(_ more: some Collection<UInt8>) { bytes += more }

  /// The next request that is there whole; nil when more is to come.
  ///
  /// - Throws: `RequestFault` for what is no request, or none that is served.
  package mutating func next() throws(RequestFault) -> Request? {
    // Who sends something else altogether need not be listened to until it is long enough.
    if let first = bytes.first, !first.isUpper { throw RequestFault(status: 400) }
    var end: Int?
    var at = 0
    let bound = min(bytes.count, RequestReader.limit)
    while at + 3 < bound {
      if bytes[at] == 13, bytes[at + 1] == 10, bytes[at + 2] == 13, bytes[at + 3] == 10 {
        end = at
        break
      }
      at += 1
    }
    guard let end else {
      if bytes.count >= RequestReader.limit { throw RequestFault(status: 431) }
      return nil
    }
    let request = try Request(head: bytes[..<end], RequestReader.kept, RequestReader.mostHeaders)
    bytes.removeFirst(end + 4)
    return request
  }
}

extension Request {
  /// - Parameter head: without the empty line at its end.
  fileprivate init(
    head: ArraySlice<UInt8>, _ kept: Set<String>, _ mostHeaders: Int
  ) throws(RequestFault) {
    var lines: [ArraySlice<UInt8>] = []
    var start = head.startIndex
    for index in head.indices where head[index] == 13 || head[index] == 10 {
      if head[index] == 10 {
        guard index > start, head[index - 1] == 13 else { throw RequestFault(status: 400) }
        lines.append(head[start..<index - 1])
        start = index + 1
      } else if index + 1 >= head.endIndex || head[index + 1] != 10 {
        throw RequestFault(status: 400)
      }
    }
    lines.append(head[start...])
    let (target, isNew) = try Request.firstLine(lines[0], &self)
    guard lines.count - 1 <= mostHeaders else { throw RequestFault(status: 431) }
    var closes = !isNew
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy(\.isToken)
      else { throw RequestFault(status: 400) }
      let name = String(decoding: line[..<colon].map(\.inLowerCase), as: UTF8.self)
      let value = Array(line[(colon + 1)...].trimmingBlanks())
      guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 }) else {
        throw RequestFault(status: 400)
      }
      switch name {
      case "transfer-encoding", "upgrade", "expect": throw RequestFault(status: 400)
      case "content-length": if value != [UInt8(ascii: "0")] { throw RequestFault(status: 413) }
      case "connection":
        closes =
          closes
          || value.split(separator: UInt8(ascii: ",")).contains {
            $0.trimmingBlanks().map(\.inLowerCase).elementsEqual("close".utf8)
          }
      default: break
      }
      guard kept.contains(name) else { continue }
      guard headers.updateValue(value, forKey: name) == nil else { throw RequestFault(status: 400) }
    }
    goesOn = !closes
    guard headers["host"] != nil else { throw RequestFault(status: 400) }
    try take(target: target)
  }

  /// The target of the first line, and whether the version is HTTP/1.1.
  private static func firstLine(
    _ line: ArraySlice<UInt8>, _ request: inout Request
  ) throws(RequestFault) -> (ArraySlice<UInt8>, Bool) {
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(\.isToken) else {
      throw RequestFault(status: 400)
    }
    guard words[2].elementsEqual("HTTP/1.1".utf8) || words[2].elementsEqual("HTTP/1.0".utf8) else {
      throw RequestFault(status: words[2].starts(with: "HTTP/".utf8) ? 505 : 400)
    }
    request.wantsHeadOnly = words[0].elementsEqual("HEAD".utf8)
    guard request.wantsHeadOnly || words[0].elementsEqual("GET".utf8) else {
      throw RequestFault(status: 405)
    }
    return (words[1], words[2].last == UInt8(ascii: "1"))
  }

  /// Takes the path and the query; a path that could be read in two ways is refused.
  private mutating func take(target: ArraySlice<UInt8>) throws(RequestFault) {
    guard target.first == UInt8(ascii: "/"),
      target.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") })
    else { throw RequestFault(status: 400) }
    let parts = target.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count > 1 { query = Array(parts[1]) }
    guard let path = Request.unescaped(parts[0]) else { throw RequestFault(status: 400) }
    let names = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, name) in names.enumerated() {
      let isEnd = index == 0 || index == names.count - 1
      guard isEnd || !name.isEmpty, !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8)
      else { throw RequestFault(status: 400) }
    }
    self.path = path
  }

  /// Without percent-encoding, which must not hide a slash or a control character; nil for what is none.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var made: [UInt8] = []
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] != UInt8(ascii: "%") {
        made.append(text[at])
        at += 1
        continue
      }
      guard at + 2 < text.endIndex, let high = text[at + 1].hexadecimal,
        let low = text[at + 2].hexadecimal
      else { return nil }
      let byte = high << 4 | low
      guard byte >= 0x20, byte != 0x7F, byte != UInt8(ascii: "/"), byte != UInt8(ascii: "\\") else {
        return nil
      }
      made.append(byte)
      at += 3
    }
    return made
  }
}
