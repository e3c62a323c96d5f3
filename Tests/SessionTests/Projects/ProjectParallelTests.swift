import Foundation
import Glibc
import Testing

/// The same bytes and the same words with any number of threads; what a terminal sees.
struct ProjectParallelTests {
  /// Files are compared and read in parts; the seams between them must hold.
  @Test(arguments: ["1", "2", "7"])
  func everyDocumentOfManyIsSeen(_ jobs: String) throws {
    let folder = Folder.many(1100)
    try project("build", "-j", jobs, in: folder).expect(written: 1100, upToDate: 0)
    folder.write("s7.txt", "SOURCE 7\n")
    let outcome = try project("build", "--explain", "-j", jobs, in: folder)
    outcome.expect(written: 55, upToDate: 1045)
    #expect(outcome.reasons.keys.sorted() == (0..<55).map { "d7/doc\($0 * 20 + 7).md" }.sorted())
    folder.remove("d3/doc1093.md")
    try project("build", "-j", jobs, in: folder).expect(written: 1, upToDate: 1099)
    #expect(folder.text("d3/doc1093.md").contains("source 13"))
  }

  @Test(.tags(.slow)) func threadsChangeNothing() throws {
    let one = Folder.many(2000) { $0 % 97 == 5 }
    let eight = Folder.many(2000) { $0 % 97 == 5 }
    let first = try project("build", "--format", "line", "-j", "1", in: one, limit: 120)
    let second = try project("build", "--format", "line", "-j", "8", in: eight, limit: 120)
    first.expect(1)
    second.expect(1)
    #expect(first.ids.count == 21)
    #expect(first.messages == second.messages)
    let places = first.lines(with: ": error: ").map { $0.prefix { $0 != ":" } }
    #expect(places == places.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    let pages = one.pages
    #expect(pages.count == 1979)
    #expect(pages == eight.pages)
    #expect(pages["d0/doc0.md"]?.hasSuffix("```\nsource 0\n```\n") == true)
    let again = try project("build", "-j", "8", in: eight)
    again.expect(1, written: 0, upToDate: 1979, failed: 21)
    let checks = try ["1", "8"].map {
      try project("check", "--format", "line", "-j", $0, in: eight, limit: 120).messages
    }
    #expect(checks[0] == checks[1])
  }

  /// Runs a command on a terminal; returns what that shows.
  private func terminal(_ folder: Folder, _ arguments: String) throws -> (text: String, status: Int)
  {
    var command = docbuildCommand([], in: folder)
    command.program = "/usr/bin/script"
    command.arguments = [
      "-q", "-e", "-c", "'\(docbuildPath)' \(arguments)", "/dev/null",
    ]
    command.environment["TERM"] = "xterm"
    command.environment["NO_COLOR"] = "1"
    let outcome = try run(command)
    return (outcome.text, outcome.status)
  }

  @Test(.needs("script"), .tags(.slow)) func progressOnATerminalOnly() throws {
    let folder = Folder.many(1500, size: 400)
    let (text, status) = try terminal(folder, "build -j 1")
    #expect(status == 0)
    #expect(text.contains(" of 1500 documents"))
    // The bar is taken away before the last line.
    let summary = try #require(text.range(of: "docbuild: 1500 documents: 1500 written"))
    #expect(text[..<summary.lowerBound].hasSuffix("\r\u{1B}[K"))
    #expect(!text[summary.lowerBound...].contains(" of 1500"))

    for number in 0..<20 { folder.write("s\(number).txt", "other \(number)\n") }
    #expect(!(try terminal(folder, "build -j 1 --quiet").text.contains(" of 1500")))
    for number in 0..<20 { folder.write("s\(number).txt", "again \(number)\n") }
    let piped = try project("build", "-j", "1", in: folder)
    piped.expect(written: 1500, upToDate: 0)
    #expect(!piped.messages.contains(" of 1500") && !piped.messages.contains("\u{1B}"))
    #expect(piped.text.isEmpty)
  }

  @Test func shards() throws {
    let folder = Folder.many(300)
    var owner: [String: Int] = [:]
    for index in 1...4 {
      let outcome = try project("build", "--shard", "\(index)/4", in: folder)
      outcome.expect(0)
      for (name, _) in folder.pages where owner[name] == nil { owner[name] = index }
      let count = owner.values.count { $0 == index }
      #expect((45...105).contains(count), "\(count) of 300")
      #expect(outcome.summary == Summary(written: count, upToDate: 0))
      try project("check", "--shard", "\(index)/4", in: folder).expect(0)
      if index < 4 { try project("check", in: folder).expect(1) }
    }
    #expect(owner.count == 300)
    try project("build", in: folder).expect(written: 0, upToDate: 300)
    try project("check", in: folder).expect(0)

    // With more documents the others stay where they were.
    for number in 0..<40 { folder.write("a\(number).src", "<!-- include(s1.txt) -->\n") }
    for (name, _) in folder.pages { folder.remove(name) }
    for index in 1...4 {
      let before = Set(folder.pages.keys)
      try project("build", "--shard", "\(index)/4", in: folder).expect(0)
      for name in folder.pages.keys where !before.contains(name) {
        if let known = owner[name] { #expect(known == index, "\(name)") }
      }
    }
    #expect(folder.pages.count == 340)
  }

  @Test(arguments: ["0/4", "5/4", "1", "1/0", "-1/4", "a/b", "1/2/3", ""])
  func shardThatIsNone(_ text: String) throws {
    let folder = Folder(["a.src": "text\n"])
    for command in ["build", "check"] {
      try project(command, "--shard=\(text)", in: folder).expect(64)
    }
    #expect(folder.names == ["a.src"])
  }
}
