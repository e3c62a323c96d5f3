import DocbuildCore
import Testing

@testable import DocbuildEngine

/// A session keeps what it has read; what it is told has changed is read again, with all that was made of it, and nothing
/// else is.
struct InvalidationTests {
  private let memory: MemoryProject
  private let session: Session
  private let table: DocumentTable

  init() throws {
    memory = MemoryProject([
      "a.src": "<!-- include(x.txt) -->\n", "b.src": "<!-- include(a.md) -->\n",
      "c.src": "<!-- include(b.md) -->\n\n<!-- include(y.txt lines=2) -->\n",
      "x.txt": "one\n", "y.txt": "1\n2\n",
    ])
    let files = memory.files
    session = Session(
      try memory.open(), clock: WallClock { files.now }, interrupt: Interrupt())
    table = DocumentTable(
      ["a", "b", "c"].map { name in
        ProjectDocument(
          kind: .template, path: RootPath("\(name).src"), output: WrittenPath("\(name).md"))
      }, rules: session.project.rules)
    session.sources.follow(table)
  }

  /// The page of a document, with what was read for it.
  private func weave(_ name: String) throws -> (page: String?, reads: [String]) {
    _ = memory.files.takeEvents()
    let document = table.documents.first { $0.path == RootPath("\(name).src") }
    guard let document, let input = try Input.document(document, in: session.project).get() else {
      return (nil, [])
    }
    let woven = Pass(session.sources, prover: Prover(threads: 1)).weave(input)
    return (woven.document?.bytes.text, memory.files.takeEvents().reads.sorted())
  }

  @Test func whatIsKnownIsNotReadAgain() throws {
    let first = try weave("c")
    #expect(first.page == "one\n\n2\n")
    #expect(first.reads == ["a.src", "b.src", "c.src", "x.txt", "y.txt"])
    #expect(try weave("c").reads == ["c.src"])
    // Nobody said that it changed.
    memory.files["x.txt"] = "two\n"
    #expect(try weave("c").page == "one\n\n2\n")
  }

  @Test func aSourceOfAnOutputOfAnOutput() throws {
    _ = try weave("c")
    memory.files["x.txt"] = "two\n"
    session.sources.invalidate([RootPath("x.txt")])
    let again = try weave("c")
    #expect(again.page == "two\n\n2\n")
    #expect(again.reads == ["a.src", "b.src", "c.src", "x.txt"])
  }

  @Test func aTemplateOfAnOutput() throws {
    _ = try weave("c")
    memory.files["b.src"] = "B\n\n<!-- include(a.md) -->\n"
    session.sources.invalidate([RootPath("b.src")])
    let again = try weave("c")
    #expect(again.page == "B\n\none\n\n2\n")
    #expect(again.reads == ["b.src", "c.src"])
  }

  @Test func anExcerptOfASource() throws {
    _ = try weave("c")
    memory.files["y.txt"] = "1\nnew\n"
    session.sources.invalidate([RootPath("y.txt")])
    let again = try weave("c")
    #expect(again.page == "one\n\nnew\n")
    #expect(again.reads == ["c.src", "y.txt"])
  }

  @Test func whatComesAndGoes() throws {
    memory.files["a.src"] = "<!-- include(sub/new.txt) -->\n"
    #expect(try weave("a").page == nil)
    memory.files["sub/new.txt"] = "new\n"
    #expect(try weave("a").page == nil)
    session.sources.invalidate([RootPath("sub")])
    #expect(try weave("a").page == "new\n")
    memory.files["sub/new.txt"] = nil
    session.sources.invalidate([RootPath("sub/new.txt")])
    #expect(try weave("a").page == nil)
  }

  @Test func aTextInTheEditor() throws {
    _ = try weave("c")
    session.files.overlay(Bytes("typed\n".utf8), at: RootPath("x.txt"))
    session.sources.invalidate([RootPath("x.txt")])
    let again = try weave("c")
    #expect(again.page == "typed\n\n2\n")
    #expect(again.reads == ["a.src", "b.src", "c.src"])
  }

  @Test func nothingToldNothingRead() throws {
    _ = try weave("c")
    session.sources.invalidate([])
    session.sources.invalidate([RootPath("other.txt"), RootPath("y.txt.old")])
    #expect(try weave("c").reads == ["c.src"])
  }

  @Test func all() throws {
    _ = try weave("c")
    session.sources.invalidate([.root])
    #expect(try weave("c").reads == ["a.src", "b.src", "c.src", "x.txt", "y.txt"])
  }

  @Test func aDocumentThatIsGone() throws {
    _ = try weave("c")
    memory.files["b.md"] = "by hand\n"
    session.sources.follow(
      DocumentTable(
        table.documents.filter { $0.path != RootPath("b.src") }, rules: session.project.rules))
    let again = try weave("c")
    #expect(again.page == "by hand\n\n2\n")
    #expect(again.reads == ["b.md", "c.src"])
  }
}
