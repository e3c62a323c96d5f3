import DocbuildCore
import DocbuildEngine
import Testing

@testable import DocbuildLanguageServer
@testable import DocbuildReport

/// Messages in a stream, cut anywhere.
struct FrameTests {
  private func frames(_ text: String, by size: Int) -> [FrameReader.Frame] {
    var reader = FrameReader()
    var found: [FrameReader.Frame] = []
    let bytes = Bytes(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      reader.add(bytes[start..<min(bytes.count, start + size)])
      while let frame = reader.next() { found.append(frame) }
    }
    return found
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func messagesComeWhole(_ size: Int) {
    let text =
      "Content-Length: 2\r\n\r\n{}Content-Type: x\r\ncontent-length:  3 \r\n\r\n[1]Content-Length: 0\n\n"
    #expect(
      frames(text, by: size) == [
        .message(Bytes("{}".utf8)), .message(Bytes("[1]".utf8)), .message([]),
      ])
  }

  @Test(arguments: [1, 1000])
  func badHeadersArePassedOver(_ size: Int) {
    #expect(
      frames("Length: 2\r\n\r\nContent-Length: x\r\n\r\nContent-Length: 1\r\n\r\n1", by: size)
        == [.badHeader, .badHeader, .message(Bytes("1".utf8))])
    #expect(frames("Content-Length: 99999999999\r\n\r\n", by: size).first == .tooLong)
    #expect(
      frames("Content-Length: 999999999999999999999\r\n\r\n", by: size) == [.badHeader])
  }

  @Test func aHeaderWithoutAnEndIsNotKept() {
    #expect(frames(String(repeating: "x", count: 40000), by: 1000).contains(.badHeader))
  }

  @Test func whatIsWrittenIsRead() {
    let value: JSONValue = ["a": [1, true, .null, "ä\"\\\n\u{1}\u{1F}😀"], "b": nil, "c": [:]]
    #expect(value.compact.text == #"{"a":[1,true,null,"ä\"\\\n\u0001\u001f😀"],"c":{}}"#)
    #expect(
      JSONTree(value.compact)
        == .object([
          "a": .list([.number(1), .truth(true), .null, .text("ä\"\\\n\u{1}\u{1F}😀")]),
          "c": .object([:]),
        ]))
  }

  @Test func positionsAndOffsets() {
    let text = Bytes("aä😀b\r\nc\rd\n".utf8)
    for unit in [PositionUnit.utf8, .utf16] {
      let lines = TextLines(text, unit)
      for offset in 0...text.count {
        // Not in the middle of a character, nor of a line end.
        guard offset == text.count || text[offset] & 0xC0 != 0x80, offset != 9 else { continue }
        #expect(lines.offset(of: lines.position(of: offset)) == offset, "\(unit) \(offset)")
      }
      #expect(lines.starts.count == 4)
      #expect(lines.offset(of: ClientPosition(line: 9, character: 9)) == text.count)
      #expect(lines.offset(of: ClientPosition(line: 1, character: 99)) == 11)
    }
    #expect(
      TextLines(text, .utf16).position(of: 7) == ClientPosition(line: 0, character: 4))
  }

  @Test func addressesAndPaths() {
    for (uri, path) in [
      ("file:///a/b%20c.md", "/a/b c.md"), ("file://localhost/x", "/x"), ("FILE:///x", "/x"),
      ("file:///a%23b?c#d", "/a#b"),
    ] { #expect(FileURI.path(uri)?.text == path) }
    for uri in ["untitled:x", "file://host/x", "https://x/y", "file:", "", "file:///a%00b"] {
      #expect(FileURI.path(uri) == nil, "\(uri)")
    }
  }
}
