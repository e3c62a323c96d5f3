import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// What a transcript's result is known by: all that it could read, and nothing else.
struct TranscriptKeyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("docs/g.md", "x\n")
    try folder.write("docs/a.txt", "a\n")
    try folder.write("src/b.txt", "b\n")
    try folder.write("bin/tool", "#!/bin/sh\n")
    chmod(folder.path("bin/tool"), 0o755)
  }

  private func key(
    _ text: String, _ variables: [String: String] = [:],
    _ configure: (inout TestSettings) -> Void = { _ in }
  ) throws -> Hash {
    let environment = Environment(
      variable: { variables[$0] ?? ProcessInfo.processInfo.environment[$0] },
      folder: { AbsolutePath(Bytes(folder.url.path.utf8)) })
    let project = try Project(
      base: Bytes(folder.url.path.utf8), options: Project.Options(), environment: environment)
    let path = RootPath("docs/g.md")
    let place = ProjectDocument(inPlace: path)
    var settings = TestSettings()
    settings.scope.paths = [path]
    configure(&settings)
    let document = TestedDocument.read(
      Input(name: path.bytes, bytes: Bytes(text.utf8), kind: .inPlace, base: Bytes("docs".utf8)),
      of: place, in: project, settings, Interrupt())
    let job = TranscriptJob(
      document: document, project: project, settings: settings,
      contents: try Contents(project, Interrupt()), passed: PassedLog(), interrupt: Interrupt(),
      earlier: nil)
    return job.key(document.transcripts.map { _ in true })
  }

  private func page(_ options: String, _ commands: String = "$ a\nx") -> String {
    "<!-- test(\(options)) -->\n```console\n\(commands)\n```\n"
  }

  /// Each page has a key of its own.
  @Test func whatThePageSaysCounts() throws {
    let pages = [
      page(""), page("", "$ a\ny"), page("", "$ b\nx"), page("timeout=3s"), page("needs=git"),
      page("in=\"..\""), page("in=\"../src\""), page("setup=\"x\""),
      page("expect=\"x[..]\"", "$ a\nx1"),
      page("fresh"), page("vary=/x/"), page("reads=src"), page("reads=\"src docs\""),
      "<!-- test(run)\n$ a\nx\n-->\n", page("") + page(""), "<!-- output(a) -->\n```\nx\n```\n",
    ]
    let keys = try pages.map { try key($0) }
    #expect(Set(keys).count == pages.count)
    #expect(try key(pages[0]) == keys[0])
  }

  @Test func whatItCouldReadCounts() throws {
    let (all, narrow) = (page(""), page("reads=src"))
    var known = (try key(all), try key(narrow))
    func change(_ name: String, all isAll: Bool, narrow isNarrow: Bool, _ body: () throws -> Void)
      throws
    {
      try body()
      let now = (try key(all), try key(narrow))
      #expect((now.0 != known.0) == isAll, "\(name)")
      #expect((now.1 != known.1) == isNarrow, "\(name)")
      known = now
    }
    try change("nothing", all: false, narrow: false) {}
    try change("other", all: true, narrow: false) { try folder.write("other/c.txt", "c\n") }
    try change("read", all: true, narrow: true) { try folder.write("src/b.txt", "c\n") }
    try change("new", all: true, narrow: true) { try folder.write("src/deep/d.txt", "d\n") }
    try change("own", all: true, narrow: true) { try folder.write("docs/a.txt", "b\n") }
    try change("mode", all: true, narrow: true) { chmod(folder.path("src/b.txt"), 0o755) }
    try change("link", all: true, narrow: true) { symlink("b.txt", folder.path("src/link")) }
    try change("docbuild's own", all: false, narrow: false) {
      try folder.write(".docbuild/passed", "x\n")
    }
  }

  @Test func programsAndTheEnvironmentCount() throws {
    let path = "\(folder.path("bin")):/usr/bin:/bin"
    let before = try key(page(""), ["PATH": path])
    #expect(try key(page(""), ["PATH": path]) == before)
    #expect(try key(page(""), ["PATH": "/usr/bin:/bin"]) != before)
    #expect(try key(page(""), ["PATH": path, "USER": "somebody"]) != before)
    #expect(try key(page(""), ["PATH": path, "EDITOR": "vi"]) == before)
    let open = try key(page(""), ["PATH": path]) { $0.wantsSandbox = false }
    #expect(open != before)
    // What a link on PATH leads to is what is run.
    symlink("tool", folder.path("bin/link"))
    let linked = try key(page("reads=src"), ["PATH": path])
    try folder.write("bin/tool", "#!/bin/sh\necho more\n")
    #expect(try key(page("reads=src"), ["PATH": path]) != linked)
  }

  @Test func partsAreKeptApart() {
    func hash(_ parts: [String]) -> Hash {
      var key = KeyWriter()
      for part in parts { key.add(part) }
      return key.hash
    }
    let all = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"]].map(hash)
    #expect(Set(all).count == all.count)
  }
}
