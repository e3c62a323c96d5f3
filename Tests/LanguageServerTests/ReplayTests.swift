import DocbuildCore
import Testing

@testable import DocbuildEngine
@testable import DocbuildLanguageServer
@testable import DocbuildReport

/// Numbers that are the same on every run.
private struct Dice {
  var state: UInt64

  mutating func roll(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }
}

/// Whatever is typed in whatever order, what is told is what `check` says once it is saved.
struct ReplayTests {
  private let start = [
    "a.go": "package a\n\n// #region one\nfunc one() int { return 1 }\n// #endregion\n",
    "page.md": "# Page\n\n<!-- embed(a.go region=one) -->\n",
    "o.md": "# Other\n\n[p](page.md#page)\n",
    "t.src": "# T\n\n```go\n<!-- include(a.go lines=3..4) -->\n```\n",
    "u.src": "<!-- include(t.md) -->\n",
  ]
  private let lines = [
    "", "text", "# Page", "## Two", "[a](o.md)", "[b](none.md)", "[c](page.md#two)", "[d](#page)",
    "<!-- embed(a.go) -->", "<!-- embed(a.go region=one) -->", "<!-- embed(a.go region=two) -->",
    "<!-- include(a.go lines=2) -->", "<!-- include(page.md) -->", "```go", "```", "~~~",
    "<!-- /embed -->", "<!-- embed(o.md lines=9) -->", "// #region two", "// #endregion",
    "func two() {}", "<!--", "-->", "ä😀 [e](nö.md)", "<!-- embed(a.go regon=one) -->", "- x", "> y",
  ]

  private func words(_ problem: Diagnostic) -> String {
    let notes = problem.notes.map { "\($0.place?.name ?? ""):\($0.place?.line ?? 0) \($0.message)" }
    return
      "\(problem.place.name):\(problem.place.line):\(problem.place.column) \(problem.severity) \(problem.id) \(problem.message) \(notes) \(problem.fixIt.map { "\($0)" } ?? "")"
  }

  @Test(arguments: 1...4)
  func whatIsToldIsWhatCheckSays(_ seed: Int) throws {
    let client = try Client(start)
    var texts = start
    let names = texts.keys.sorted()
    for name in names { client.open(name) }
    var dice = Dice(state: UInt64(seed))
    let place = try #require(client.server.place(client.uri("a.go")))
    for round in 0..<40 {
      let name = names[dice.roll(names.count)]
      var text = (texts[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
      let at = dice.roll(text.count)
      switch dice.roll(4) {
      case 0: text.remove(at: at)
      case 1: text[at] = Substring(lines[dice.roll(lines.count)])
      default: text.insert(Substring(lines[dice.roll(lines.count)]), at: at)
      }
      texts[name] = text.joined(separator: "\n")
      client.change(name, texts[name] ?? "", version: round + 2)
      client.write(name, texts[name] ?? "")
      // Not after each: what comes quickly is told together.
      guard round % 3 == 2 else { continue }
      client.settle()
      let told = Set(place.project.found.values.joined().map(words))
      let root = try Root(place.project.root.path)
      let project = try Project(
        root, options: Project.Options(),
        environment: client.server.setting.environment.inFolder(root.path))
      var options = CheckOptions()
      options.pages = true
      let report = try check(
        Session(project, clock: WallClock { 0 }, interrupt: Interrupt()), options)
      let said = Set(report.results.flatMap(\.diagnostics).map(words))
      #expect(told == said, "\(seed) \(round) \(texts)")
      if told != said { return }
    }
  }
}

/// Messages that make no sense are answered or passed over; nothing else happens.
struct FuzzTests {
  private let values: [JSONValue] = [
    .null, 0, -1, .number(.max), .number(.min), "", "x", "file:///", "file:///%00", true, [], [:],
    ["line": .number(.max), "character": .number(.max)], ["start": ["line": 1]],
    [
      ["text": "a"],
      [
        "range": ["start": ["line": 9, "character": 9], "end": ["line": 0, "character": 0]],
        "text": "b",
      ],
    ],
  ]

  private func mutated(_ value: JSONTree, _ dice: inout Dice) -> JSONValue {
    if dice.roll(6) == 0 { return values[dice.roll(values.count)] }
    switch value {
    case .null: return .null
    case .truth(let flag): return .flag(flag)
    case .text(let text): return .text(text)
    case .number(let number): return .number(number ?? 0)
    case .list(let items): return .list(items.map { mutated($0, &dice) })
    case .object(let members):
      var made: [String: JSONValue] = [:]
      for (key, value) in members.sorted(by: { $0.key < $1.key }) where dice.roll(12) > 0 {
        made[key] = mutated(value, &dice)
      }
      return .object(made)
    }
  }

  @Test(arguments: 1...4)
  func nonsenseIsSurvived(_ seed: Int) throws {
    let client = try Client(
      [
        "a.go": "// #region one\nx\n// #endregion\n",
        "page.md": "<!-- embed(a.go region=one) -->\n",
      ])
    client.open("page.md")
    client.open("a.go")
    var dice = Dice(state: UInt64(seed))
    let place =
      #""textDocument": {"uri": "\#(client.uri("page.md"))", "version": 3}, "position": {"line": 0, "character": 25}"#
    let range =
      #""range": {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 2}}"#
    for round in 0..<300 {
      let notifications = [
        "textDocument/didOpen", "textDocument/didChange", "textDocument/didSave",
        "workspace/didChangeWatchedFiles", "textDocument/didClose", "$/cancelRequest",
      ]
      let isAsked = dice.roll(3) > 0
      let method =
        isAsked
        ? Request.all[dice.roll(Request.all.count)].method
        : notifications[dice.roll(notifications.count)]
      // What makes files is tested elsewhere.
      if method == "workspace/executeCommand" { continue }
      let text = """
        {"jsonrpc": "2.0", \(isAsked ? "\"id\": \(round)," : "") "method": "\(method)",
         "params": {\(place), \(range), "newName": "x", "context": {"only": ["quickfix"]},
          "contentChanges": [{\(range), "text": "typed"}],
          "files": [{"oldUri": "\(client.uri("a.go"))", "newUri": "\(client.uri("b.go"))"}],
          "changes": [{"uri": "\(client.uri("a.go"))", "type": 1}]}}
        """
      let message = try #require(JSONTree(Bytes(text.utf8)))
      let bytes = mutated(message, &dice).compact
      guard let mutant = JSONTree(bytes) else {
        Issue.record("\(bytes.text)")
        continue
      }
      client.server.receive(mutant, in: client.queue)
      if dice.roll(5) == 0 { client.settle() }
    }
    _ = client.take()
    client.open("page.md", "[x](none.md)\n")
    #expect(client.problems()["page.md"] == ["0:4 broken-link"])
  }
}
