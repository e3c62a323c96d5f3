import PageServer
import Testing

/// Requests are read strictly: what could be read in two ways is refused.
struct RequestTests {
  private func read(_ text: String) throws -> Request? {
    var reader = RequestReader()
    reader.add(Array(text.utf8))
    return try reader.next()
  }

  @Test func aRequestIsRead() throws {
    let request = try #require(
      try read("GET /docs/a%20b.md?x=1 HTTP/1.1\r\nHost: localhost:80\r\nAccept: */*\r\n\r\n"))
    #expect(request.path == Array("/docs/a b.md".utf8))
    #expect(request.query == Array("x=1".utf8))
    #expect(request.goesOn && !request.wantsHeadOnly)
    #expect(request.headers["host"] == Array("localhost:80".utf8))
    #expect(request.headers["accept"] == nil)
    let head = try #require(try read("HEAD / HTTP/1.1\r\nhost:x\r\nConnection: Close\r\n\r\n"))
    #expect(head.wantsHeadOnly && !head.goesOn)
    #expect(try read("GET / HTTP/1.0\r\nHost: x\r\n\r\n")?.goesOn == false)
    #expect(try read("GET / HTTP/1.1\r\nHost: x\r\n\r") == nil)
  }

  @Test(arguments: [
    ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", 405), ("get / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505), ("GET / FTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\nHost: x\n\n\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: x\n\r\n\r\n", 400),
    ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400), ("GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\n more\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\u{1}\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n", 413),
    ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n", 400),
    ("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("GET /é HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("\u{16}\u{3}\u{1}", 400),
  ])
  func whatIsNoRequestIsRefused(_ text: String, _ status: Int) {
    #expect(throws: RequestFault(status: status), "\(text)") { try read(text) }
  }

  /// A path that leads up is refused, however it is written; what is decoded twice elsewhere is once here.
  @Test(arguments: [
    "/../x", "/a/../../etc/passwd", "/%2e%2e/x", "/%2E./x", "/.%2e/x", "/a/./b", "/a//b", "//x",
    "/..", "/a/%2e%2e", "/%2fetc/passwd", "/a%2Fb", "/a%5cb", "/%00", "/a%0d%0ab", "/%7f", "/%",
    "/%1",
    "/%zz", "/%u002e",
  ])
  func pathsThatLeadElsewhereAreRefused(_ path: String) {
    #expect(throws: RequestFault(status: 400), "\(path)") {
      try read("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
    }
  }

  @Test func whatIsDecodedOnceStaysAName() throws {
    for (path, name) in [("/%252e%252e/x", "/%2e%2e/x"), ("/..a", "/..a"), ("/%C3%A9", "/é")] {
      let request = try read("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(request?.path == Array(name.utf8))
    }
  }

  @Test func headsAreBounded() {
    let long = String(repeating: "a", count: RequestReader.limit)
    for text in [
      "GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nX: \(long)",
      "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "a:b\r\n", count: 101) + "\r\n",
    ] {
      #expect(throws: RequestFault(status: 431)) { try read(text) }
    }
  }

  @Test func requestsFollowOneAnother() throws {
    let text = Array("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    var reader = RequestReader()
    var paths: [[UInt8]] = []
    for byte in text {
      reader.add([byte])
      if let request = try reader.next() { paths.append(request.path) }
    }
    #expect(paths == [Array("/a".utf8), Array("/b".utf8)])
    #expect(!reader.isWithin)
  }

  /// Whatever is sent, and however it is cut: it is read or refused, and read in one way only; a path that was read leads
  /// nowhere but down.
  @Test(arguments: 0..<8)
  func whateverIsSent(_ seed: UInt64) throws {
    var random = Xorshift(seed)
    let seeds = [
      "GET /docs/a%20b.md?x HTTP/1.1\r\nHost: localhost:80\r\nOrigin: http://localhost:80\r\n\r\n",
      "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, close\r\nContent-Length: 0\r\n\r\n",
      "GET /%2e%2e/%2f..%5c HTTP/1.0\r\nHost: [::1]:1\r\nTransfer-Encoding: x\r\n\r\n",
    ].map { Array($0.utf8) }
    let words = [
      "\r\n", "\n", " ", ":", "%2e", "..", "/", "%", "\0", "Host: y\r\n", "HTTP/1.1", "?", "\r",
    ]
    for _ in 0..<3000 {
      var bytes = seeds[random.below(seeds.count)]
      for _ in 0..<random.below(6) {
        let at = random.below(bytes.count + 1)
        switch random.below(4) {
        case 0: bytes.insert(contentsOf: words[random.below(words.count)].utf8, at: at)
        case 1: if at < bytes.count { bytes[at] = UInt8(truncatingIfNeeded: random.next()) }
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + random.below(9)))
        default: bytes.insert(contentsOf: bytes[..<at].suffix(random.below(20)), at: at)
        }
      }
      let whole = outcomes(bytes, step: bytes.count + 1)
      #expect(whole == outcomes(bytes, step: 1 + random.below(7)))
      for case .success(let request) in whole {
        let names = request.path.split(
          separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        #expect(request.path.first == UInt8(ascii: "/"))
        #expect(!names.contains { $0.elementsEqual("..".utf8) || $0.elementsEqual(".".utf8) })
        #expect(!request.path.contains { $0 < 32 } && request.headers["host"] != nil)
      }
    }
  }

  private func outcomes(_ bytes: [UInt8], step: Int) -> [Result<Request, RequestFault>] {
    var reader = RequestReader()
    var made: [Result<Request, RequestFault>] = []
    for start in stride(from: 0, to: bytes.count, by: step) {
      reader.add(bytes[start..<min(bytes.count, start + step)])
      while true {
        do {
          guard let request = try reader.next() else { break }
          made.append(.success(request))
        } catch {
          return made + [.failure(error)]
        }
      }
    }
    return made
  }
}

/// Numbers that look random and are the same in each run.
struct Xorshift {
  private var state: UInt64

  init(_ seed: UInt64) { state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// From 0 to below `bound`, which is 1 at the least.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
