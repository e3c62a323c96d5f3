import Foundation
import Testing

/// `--since REF`: what has changed decides what is looked at, and nothing that a full run newly finds is missed.
struct ProjectSinceTests {
  private static let files: [String: String] = [
    ".gitignore": "ignored/\n", "docbuild.toml": "[check]\npages = [\"**/*.md\"]\n",
    "src/one.txt": "one\n", "src/two.txt": "two\n", "src/part.md": "[x](../docs/guide.md)\n",
    "docs/a.src": "# A\n\n```\n<!-- include(../src/one.txt) -->\n```\n",
    "docs/b.src": "# B\n\n<!-- include(../src/part.md) -->\n",
    "docs/c.src": "# C\n\n```\n<!-- include(a.md lines=1) -->\n```\n",
    "docs/in.md": "# In\n\n<!-- embed(../src/two.txt) -->\n```text\ntwo\n```\n<!-- /embed -->\n",
    "docs/guide.md": "# Guide\n\n## Use\n\n[a](a.md#a)\n",
    "docs/links.md": "[g](guide.md#use) [t](../src/two.txt#L1) [d](deep/)\n",
    "docs/deep/README.md": "# Deep\n", "alone.md": "# Alone\n",
  ]

  private func built() throws -> Folder {
    let folder = Folder(ProjectSinceTests.files)
    try project("build", "--quiet", in: folder).expect(0)
    try folder.commit()
    return folder
  }

  /// The documents that a check since HEAD looks at, as JUnit names them.
  private func checked(_ folder: Folder, since: String = "HEAD") throws -> [String] {
    let text = try project(
      "check", "--since", since, "--format", "junit", in: folder
    ).text
    return text.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("  <testsuite name=\"") else { return nil }
      return String(line.dropFirst(19).prefix { $0 != "\"" })
    }.filter { $0 != "project" }.sorted()
  }

  @Test func whatChangesTouch() throws {
    let folder = try built()
    folder.settle()
    try folder.git("add", "-A")
    #expect(try checked(folder) == [])
    func touches(_ path: String, _ text: String?, _ expected: [String]) throws {
      let before = folder.text(path)
      if let text { folder.write(path, text) } else { folder.remove(path) }
      #expect(try checked(folder) == expected, "\(path)")
      folder.write(path, before)
      folder.settle()
      try folder.git("add", "-A")
      #expect(try checked(folder) == [], "\(path)")
    }
    // A source through all that shows it, and what is made from that.
    try touches("src/one.txt", "ONE\n", ["docs/a.src", "docs/c.src"])
    // Lines that pages name, where there may be fewer now.
    try touches("src/two.txt", "TWO\n", ["docs/in.md", "docs/links.md"])
    try touches("src/two.txt", nil, ["docs/in.md", "docs/links.md"])
    // A page whose anchors stay, and one whose anchors don't.
    try touches("docs/guide.md", "# Guide\n\nNew.\n\n## Use\n", ["docs/guide.md"])
    try touches(
      "docs/guide.md", "# Guide\n", ["docs/b.src", "docs/guide.md", "docs/links.md", "src/part.md"])
    try touches("docs/deep/README.md", nil, ["docs/links.md"])
    try touches("alone.md", "# Alone too\n", ["alone.md"])
    // What decides how all is read.
    let all = ["alone.md", "docs/a.src", "docs/b.src", "docs/c.src", "docs/deep/README.md"]
    try touches(
      "docbuild.toml", "[check]\npages = [\"**/*.md\"]\nignore-links = []\n",
      all + ["docs/guide.md", "docs/in.md", "docs/links.md", "src/part.md"])
  }

  /// Both files of a comparison stand for the documents that show it.
  @Test func whatIsComparedWithTouches() throws {
    let folder = Folder([
      "a.txt": "a\nb\n", "b.txt": "a\nc\n", "part/a.txt": "a\nb\n",
      "d.src": "# D\n\n<!-- include(b.txt diff=a.txt fence) -->\n",
      "e.md": "# E\n\n<!-- embed(b.txt diff=a.txt) -->\n",
      "f.src": "# F\n\n<!-- include(b*.txt diff=a.txt fence) -->\n",
      "g.src": "# G\n\n<!-- include(b.txt diff=part/a.txt fence) -->\n",
    ])
    try project("build", "--quiet", in: folder).expect(0)
    try folder.commit()
    // What changed within a tick of the index counts as changed.
    folder.settle()
    try folder.git("add", "-A")
    folder.write("a.txt", "zzz\nb\n")
    #expect(try checked(folder) == ["d.src", "e.md", "f.src"])
    #expect(
      try project("check", "a.txt", in: folder).ids == Array(repeating: "stale-output", count: 3))
    let references = try project("refs", "a.txt", in: folder)
    #expect(
      references.text
        == "d.src:3:20: a.txt:1-2\ne.md:3:18: a.txt:1-2\nf.src:3:14: a.txt:1-2\n")
    #expect(try project("refs", "a.txt:2", in: folder).text == references.text)
    try project("build", "a.txt", in: folder).expect(written: 3, upToDate: 0)
    folder.write("part/a.txt", "zzz\nb\n")
    try project("build", "part/a.txt", in: folder).expect(written: 1, upToDate: 0)
    try project("check", "--quiet", in: folder).expect(0)
  }

  @Test func commandsTakeTheSame() throws {
    let folder = try built()
    folder.settle()
    try folder.git("add", "-A")
    folder.write("src/one.txt", "ONE\n")
    folder.write("src/two.txt", "TWO\n")
    try project("build", "-n", "--since", "HEAD", in: folder).expect(written: 2, upToDate: 1)
    let references = try project("refs", "--since", "HEAD", in: folder)
    #expect(references.text.split(separator: "\n").count == 3, "\(references.text)")
    try project("refs", "--since", "HEAD", "--unused", in: folder).expect(64)
    #expect(
      try project("build", "--since", "none", in: folder).messages
        == "docbuild: error: git knows no revision 'none'\n")
    try project("check", "--since", "--output=x", in: folder).expect(64)
    #expect(try project("check", "--since=-x", in: folder).status == 2)
    let outside = Folder(["a.src": "x\n"])
    try project("build", "--since", "HEAD", in: outside).expect(2)
  }

  @Test func consoleBlocksAreTouchedByWhatTheyMayRead() throws {
    let folder = Folder([
      "one/t.md": "<!-- test(name=one) -->\n```console\n$ cat data.txt\nx\n```\n",
      "one/data.txt": "x\n", "two/u.md": "<!-- test(name=two) -->\n```console\n$ true\n```\n",
      "two/plain.md": "# Plain\n",
    ])
    try folder.commit()
    folder.settle()
    try folder.git("add", "-A")
    func count() throws -> String? {
      try project("test", "--since", "HEAD", "--no-sandbox", "--no-cache", in: folder).messages
        .split(separator: ",").first { $0.contains("transcript") }
        .map { String($0.prefix { $0 != ":" }) }
    }
    #expect(try count() == " 0 transcripts")
    folder.write("two/plain.md", "# Other\n")
    #expect(try count() == " 1 transcript")
    folder.write("one/data.txt", "x\n\n")
    #expect(try count() == " 2 transcripts")
  }

  /// A transcript may name pages elsewhere: by what it says that it reads, by the folder that it starts in, by the root's
  /// path, in a script beside it, or behind a prompt that a program of the project answers.
  @Test(arguments: [
    ("<!-- test(reads=b/x.md) -->\n```console\n$ true\n```\n", "", true),
    ("<!-- test(in=../b) -->\n```console\n$ cat x.md\nx\n```\n", "", true),
    ("<!-- test() -->\n```console\n$ cat $DOCBUILD_ROOT/b/x.md\nx\n```\n", "", true),
    ("<!-- test() -->\n```console\n$ sh run.sh\nx\n```\n", "", true),
    ("<!-- test() -->\n```console\n$ true\n```\n", "[test]\nfolder = { \"a/**\" = \"b\" }\n", true),
    (
      "<!-- test() -->\n```console\n$ true\n```\n",
      "[test]\nreads = { \"a/**\" = [\"b/x.md\"] }\n", true
    ),
    (
      "<!-- test() -->\n```console\nsql> show\nx\n```\n", "[prompts]\n\"sql>\" = \"./shell\"\n",
      true
    ),
    ("<!-- test() -->\n```console\n$ true\n```\n", "", false),
  ])
  func pagesElsewhereTouchTranscripts(text: String, configuration: String, touches: Bool) throws {
    let folder = Folder(["docbuild.toml": configuration, "b/x.md": "x\n", "a/t.md": text])
    if text.contains("run.sh") { folder.write("a/run.sh", "cat \"$DOCBUILD_ROOT/b/x.md\"\n") }
    try folder.commit()
    folder.settle()
    try folder.git("add", "-A")
    folder.write("b/x.md", "other\n")
    let outcome = try project(
      "test", "--since", "HEAD", "--no-sandbox", "--no-cache", in: folder)
    #expect(outcome.messages.contains("1 transcript:") == touches, "\(outcome.messages)")
  }

  /// Links that don't name what has changed by its file's name.
  @Test func linksByOtherNames() throws {
    let folder = Folder([
      "docbuild.toml": "[check]\npages = [\"**/*.md\"]\n",
      "folder.md": "[g](gone)\n", "gone/x.md": "# X\n",
      "dots/a.md": "[g](.#use)\n", "dots/deep/b.md": "[g](<../#use>)\n",
      "dots/README.md": "# Use\n", "dots/far/deep/c.md": "[g]\n\n[g]: ../..#use\n",
      "encoded.md": "[g](g%6Fn%65/x.md) [h](&#103;one/x.md)\n",
      "linked.md": "[g](lead/y.md)\n", "one/y.md": "# Y\n", "two/z.md": "# Z\n",
      "nested.md": "[g](nested/n.md)\n", "plain.md": "[g](https://example.org/) ...\n",
    ])
    folder.write("nested/n.md", "# N\n")
    try folder.git("init", "-q", "nested")
    try folder.git("-C", "nested", "add", "-A")
    try folder.git("-C", "nested", "commit", "-q", "-m", "n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.at("lead"), withDestinationPath: "one")
    try folder.commit()
    folder.settle()
    try folder.git("add", "-A")
    #expect(try checked(folder).filter { $0 != "nested.md" } == [])
    try FileManager.default.removeItem(atPath: folder.at("gone"))
    #expect(
      try checked(folder).filter { $0 != "nested.md" } == ["encoded.md", "folder.md"])
    try folder.git("add", "-A")
    try folder.git("commit", "-q", "-m", "gone")
    folder.write("dots/README.md", "# Other\n")
    #expect(
      Set(try checked(folder)).isSuperset(
        of: ["dots/README.md", "dots/a.md", "dots/deep/b.md", "dots/far/deep/c.md"]))
    #expect(try !checked(folder).contains("plain.md"))
    try folder.git("commit", "-q", "-a", "-m", "dots")
    folder.remove("lead")
    try FileManager.default.createSymbolicLink(
      atPath: folder.at("lead"), withDestinationPath: "two")
    #expect(try checked(folder).contains("linked.md"))
    folder.remove("nested/n.md")
    #expect(try checked(folder).contains("nested.md"))
  }

  /// Random histories: each problem that a full check finds and did not find before is found since then, too, and nothing
  /// else is.
  @Test(arguments: 0..<6) func nothingNewIsMissed(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let folder = try built()
    func problems(_ arguments: String...) throws -> Set<String> {
      let outcome = try project(
        "check", "--format", "line", "--max-problems", "0", "--quiet",
        arguments.isEmpty ? "--explain" : arguments[0], in: folder)
      #expect(outcome.status < 2, "\(outcome.messages)")
      return Set(
        outcome.messages.split(separator: "\n").filter { $0.contains("error: ") }.map(String.init))
    }
    for _ in 0..<4 {
      let before = try problems()
      for _ in 0..<Int.random(in: 1...3, using: &random) { change(folder, &random) }
      if Bool.random(using: &random) { try folder.git("add", "-A") }
      if Int.random(in: 0..<3, using: &random) == 0 {
        _ = try project("build", "--quiet", in: folder)
      }
      let all = try problems()
      let since = try problems("--since=HEAD")
      #expect(since.isSubset(of: all), "\(since.subtracting(all))")
      let new = all.subtracting(before)
      #expect(new.isSubset(of: since), "seed \(seed): \(new.subtracting(since))")
      try folder.git("add", "-A")
      try folder.git("commit", "-q", "--allow-empty", "-m", "next")
    }
  }

  private func change(_ folder: Folder, _ random: inout SplitMix) {
    let paths = ProjectSinceTests.files.keys.sorted().filter { $0 != "docbuild.toml" }
    let path = paths.randomElement(using: &random) ?? "alone.md"
    let text = folder.exists(path) ? folder.text(path) : ""
    switch Int.random(in: 0..<5, using: &random) {
    case 0: folder.remove(path)
    case 1: folder.write(path, ProjectSinceTests.files[path] ?? "")
    case 2: folder.write(path, text.replacingOccurrences(of: "#", with: "##"))
    case 3:
      let name = ["new.md", "docs/new.md", "docs/guide/README.md"].randomElement(using: &random)
      folder.write(
        name ?? "new.md", "# New\n\n[a](docs/guide.md#use) [b](../src/two.txt) [c](new.md#new)\n")
    default:
      let link = paths.randomElement(using: &random) ?? ""
      folder.write(path, text + "\n[l](/\(link)#a)\n")
    }
  }
}

/// A generator of random numbers (<https://prng.di.unimi.it/splitmix64.c>).
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
