import PageWire
import Testing

/// Messages between docbuild and its server come through as they were sent, however they are cut.
struct WireTests {
  private static var page: ShownPage {
    var page = ShownPage(
      path: Array("docs/a.md".utf8), source: Array("docs/a.src".utf8), text: [0, 10, 255])
    page.frontMatter = 3
    page.isWoven = false
    page.state = .problems
    page.problems = [
      ShownProblem(
        line: 7, isError: true, id: "file-not-found", message: "file 'x' not found",
        place: "a.src:7:3", link: "vscode://x", notes: ["one", "two"])
    ]
    page.excerpts = [ShownExcerpt(line: 4, origin: "x.go:1-3", link: "l")]
    page.headings = [ShownHeading(line: 1, id: Array("a-b".utf8))]
    return page
  }

  private static let toServer: [MessageToServer] = [
    .project(name: Array("name".utf8)), .page(page), .gone([1]), .settled(page.problems),
    .file(number: 9, nil), .file(number: 9, []), .file(number: -1, [1, 2]), .changed([]),
  ]

  @Test func messagesComeThrough() throws {
    let sent = WireTests.toServer.flatMap(\.frame)
    for step in [1, 7, 100_000] {
      var buffer = FrameBuffer()
      var got: [MessageToServer] = []
      for start in stride(from: 0, to: sent.count, by: step) {
        buffer.add(sent[start..<min(sent.count, start + step)])
        while let frame = try buffer.next() { got.append(try MessageToServer(frame)) }
      }
      #expect(got == WireTests.toServer)
    }
    let other: [MessageFromServer] = [
      .listening(port: 80), .failed([1]), .wanted(number: 3, path: [2]),
    ]
    var buffer = FrameBuffer()
    buffer.add(other.flatMap(\.frame))
    for message in other {
      let frame = try #require(try buffer.next())
      #expect(try MessageFromServer(frame) == message)
    }
  }

  /// What is cut short or longer than it says is no message, and never more than that.
  @Test func faultyMessagesAreFaults() throws {
    let content = Array(MessageToServer.page(WireTests.page).frame.dropFirst(8))
    for end in 0..<content.count {
      #expect(throws: FrameFault.self) { try MessageToServer(Array(content[..<end])) }
    }
    #expect(throws: FrameFault.self) { try MessageToServer(content + [0]) }
    var buffer = FrameBuffer()
    buffer.add([UInt8](repeating: 255, count: 8))
    #expect(throws: FrameFault.self) { try buffer.next() }
  }
}
