import Foundation
import Glibc
import Testing

/// All that is started, and all that is written, in a tree where everything is an attacker's.
struct HostileTreeTests {
  // MARK: the tables

  /// What a program that docbuild starts is called with, and finds in its environment.
  private struct Program {
    /// What its arguments begin with; `ROOT` stands for the work tree.
    let arguments: [String]
    let environment: Set<String>
  }

  private static let programs = [
    "git": Program(
      arguments: [
        "--git-dir=ROOT/.git", "--work-tree=ROOT", "--no-pager", "--no-replace-objects",
        "-c",
        "core.fsmonitor=false",
      ],
      environment: [
        "GIT_ALLOW_PROTOCOL", "GIT_ATTR_NOSYSTEM", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM",
        "GIT_LITERAL_PATHSPECS", "GIT_NO_LAZY_FETCH", "GIT_OPTIONAL_LOCKS", "GIT_TERMINAL_PROMPT",
        "HOME", "LC_ALL",
      ]),
    "ast-grep": Program(
      arguments: ["scan", "-c", "/dev/null", "--inline-rules"], environment: []),
    "curl": Program(
      arguments: [
        "-q", "--silent", "--location", "--globoff", "--proto", "=http,https",
        "--proto-redir",
        "=http,https",
      ], environment: []),
  ]

  /// The commands, and what each may start and write: patterns of whole paths below the root.
  private static let commands: [(arguments: [String], programs: Set<String>, writes: [String])] = [
    (["build", "-n"], ["git", "ast-grep"], []),
    (["check"], ["git", "ast-grep"], []),
    (["check", "--diff", "--explain"], ["git", "ast-grep"], []),
    (["check", "--format", "sarif"], ["git", "ast-grep"], []),
    (["lsp"], ["git", "ast-grep"], []),
    (["check", "--allow-net"], ["git", "ast-grep", "curl"], []),
    (["refs"], ["git", "ast-grep"], []),
    (["refs", "--unused"], ["git", "ast-grep"], []),
    (["deps"], ["git", "ast-grep"], []),
    (["adopt", "--all"], ["git", "ast-grep"], []),
    (["migrate"], ["git", "ast-grep"], []),
    (["init", "--dry-run", "--ci", "--hook"], ["git"], []),
    (["deps", "--format", "ninja"], ["git", "ast-grep"], []),
    (["deps", "--format", "json"], ["git", "ast-grep"], []),
    (["where", "symbol.md:1"], ["git", "ast-grep"], []),
    (["weave", "symbol.src"], ["git", "ast-grep"], []),
    (["weave", "revision.src"], ["git", "ast-grep"], []),
    (["weave", "url.src"], [], []),
    (
      ["weave", "symbol.src", "-o", "out.md", "--depfile", "out.d"], ["git", "ast-grep"],
      ["out.md", "out.d"]
    ),
    (["weave", "symbol.src", "-o", "away.md", "--depfile", "away/x.d"], ["git", "ast-grep"], []),
    (["schema"], [], []), (["directives"], [], []), (["--help"], [], []), (["--version"], [], []),
    (
      ["build"], ["git", "ast-grep"],
      [
        ".docbuild(/(lock|log|changes|pending|written|remarks|folders|.gitignore|new(/[0-9]+)?))?",
        "(.*/)?[^/]+[.]md",
      ]
    ),
    (["check"], ["git", "ast-grep"], []),
    (
      ["build", "--force"], ["git", "ast-grep"],
      [
        ".docbuild(/(lock|log|changes|pending|written|remarks|folders|.gitignore|new(/[0-9]+)?))?",
        "(.*/)?[^/]+[.]md",
      ]
    ),
  ]

  // MARK: the tree

  /// A repository of which every file is an attacker's; `MARK` beside it says that something was run. `away/` is not to
  /// be touched.
  private func tree() throws -> Folder {
    let folder = Folder(["away/there.md": "theirs\n"])
    let mark = folder.at("MARK")
    folder.makeFolder("p")
    try folder.git("-C", "p", "init", "-q", "-b", "main")
    let evil = "touch '\(mark)'"
    for (name, text) in [
      ("a.go", "package a\n\nfunc one() int {\n\treturn 1\n}\n"), ("a.txt", "a\n"),
      ("symbol.src", "```go\n<!-- include(a.go symbol=one) -->\n```\n"),
      ("revision.src", "```\n<!-- include(a.txt rev=HEAD) -->\n```\n"),
      ("url.src", "<!-- include(http://127.0.0.1:1/x) -->\n[x](http://127.0.0.1:1/[1-3])\n"),
      ("console.src", "<!-- test(needs=\"\(evil)\") -->\n```console\n$ \(evil)\n```\n"),
      ("$(touch MARK).src", "text\n"), (";touch MARK;.src", "text\n"), ("-o.src", "text\n"),
      ("--help.src", "text\n"), ("`touch MARK`.md", "<!-- embed(a.txt) -->\n"),
      ("a\nb.src", "text\n"), ("\u{1B}]0;x\u{07}.src", "text\n"), ("git", "text\n"),
      ("away.src", "text\n"), ("out.src", "text\n"), ("into/x.src", "text\n"),
      ("sgconfig.yml", "customLanguages: {go: {libraryPath: ./evil.so, extensions: [go]}}\n"),
      (".gitattributes", "* filter=evil diff=evil merge=evil\n"),
      (".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ext::\(evil)\n"),
      (".curlrc", "output = \(mark)\n"), ("HEAD", "ref: refs/heads/main\n"), ("refs/x", ""),
      ("objects/x", ""), ("config", "[core]\n\tfsmonitor = \(evil)\n\tworktree = ../away\n"),
      (".envrc", "\(evil)\n"), ("Makefile", "$(shell \(evil))\n"),
      (".docbuild/log", "docbuild log 4\n"), (".docbuild/passed", "docbuild passed 1\n"),
      (
        "docbuild.toml",
        """
        [outputs]
        "into/x.src" = "out/x.md"
        "out.src" = "../away/out.md"
        "console.src" = ".git/hooks/pre-commit"
        [prompts]
        "$" = "\(evil)"
        [tools]
        go = "\(evil)"
        """
      ),
    ] { folder.write("p/" + name, text) }
    for name in ["git", "ast-grep", "sg", "curl", "sh", "bash", "gofmt", "go", "ssh", "docbuild"] {
      folder.writeTrap("p/bin/\(name)", mark: mark)
    }
    folder.writeTrap("trap", mark: mark)
    folder.link("p/links", to: "../traps")
    folder.writeTrap("traps/git", mark: mark)
    folder.writeTrap("traps/ast-grep", mark: mark)
    folder.link("p/away.md", to: "../away/there.md")
    folder.link("p/away", to: "../away")
    folder.link("p/out", to: "../away")
    folder.link("p/.docbuild/pending", to: "../../away/there.md")
    Glibc.link(folder.at("away/there.md"), folder.at("p/.docbuild/changes"))
    mkfifo(folder.at("p/.docbuild/remarks"), 0o644)
    try folder.git("-C", "p", "add", "-f", "a.txt", "a.go")
    try folder.git("-C", "p", "commit", "-q", "-m", "x")
    for (key, value) in [
      ("core.fsmonitor", evil), ("core.sshCommand", evil), ("core.pager", evil),
      ("core.hooksPath", folder.at("p/bin")), ("core.gitProxy", evil), ("core.askPass", evil),
      ("core.worktree", folder.at("away")), ("diff.external", evil), ("diff.evil.textconv", evil),
      ("filter.evil.clean", evil), ("filter.evil.process", evil), ("credential.helper", "!\(evil)"),
      ("alias.ls-files", "!\(evil)"), ("protocol.allow", "always"),
      ("protocol.ext.allow", "always"), ("remote.origin.url", "ext::\(evil)"),
      ("remote.origin.promisor", "true"), ("include.path", "../config"),
    ] { try folder.git("-C", "p", "config", key, value) }
    try folder.git("-C", "p", "config", "core.repositoryFormatVersion", "1")
    try folder.git("-C", "p", "config", "extensions.partialClone", "origin")
    return folder
  }

  /// What the tree has, where it is safe to name it: a FIFO is not opened.
  @Test(
    .timeLimit(.minutes(10)), .enabled(if: Watch.isPossible, "needs strace, and leave to use it"))
  func onlyWhatIsInTheTablesIsStartedAndWritten() throws {
    let folder = try tree()
    let top = folder.at("p")
    let before = folder.tree(leavingOut: ["p"])
    var seen: Set<String> = []
    for (arguments, programs, writes) in HostileTreeTests.commands {
      var command = docbuildCommand(arguments, in: folder, at: "p")
      let strange = ["bin", "links", ".", "", "\(top)/bin", "\(top)/links", "\(top)/away/../p/bin"]
      if arguments == ["lsp"] { command.input = .bytes(editor(at: top)) }
      command.environment["PATH"] = (strange + ["/usr/local/bin", "/usr/bin", "/bin"]).joined(
        separator: ":")
      command.environment["TOKEN"] = "PASSWORD"
      command.environment["GIT_SSH_COMMAND"] = folder.at("trap")
      command.environment["LD_LIBRARY_PATH"] = nil
      let watch = try Watch(command)
      #expect(!watch.outcome.timedOut && watch.outcome.status < 128, "\(arguments)")
      #expect(!folder.exists("MARK"), "\(arguments)")
      #expect(folder.tree(leavingOut: ["p"]) == before, "\(arguments)")
      for started in watch.started {
        let name = started.program.split(separator: "/").last.map(String.init) ?? ""
        seen.insert(name)
        guard programs.contains(name), let row = HostileTreeTests.programs[name] else {
          Issue.record("\(arguments) starts \(started.program) \(started.arguments)")
          continue
        }
        #expect(!started.program.hasPrefix(folder.path), "\(arguments): \(started.program)")
        let wanted = row.arguments.map { $0.replacingOccurrences(of: "ROOT", with: top) }
        #expect(Array(started.arguments.prefix(wanted.count)) == wanted, "\(arguments)")
        #expect(started.environment == row.environment, "\(arguments): \(name)")
      }
      if !programs.contains("curl") { #expect(watch.connections.isEmpty, "\(arguments)") }
      let patterns = try writes.map { try Regex("^\($0)$") }
      for path in watch.written {
        if path.hasPrefix("/dev/") || path.hasPrefix("pipe:") { continue }
        guard path.hasPrefix(top + "/") else {
          // A file without a name yet is linked into its place by the kernel's name of the descriptor.
          let isLinked = path.hasPrefix("/proc/self/fd/") && !writes.isEmpty
          #expect(isLinked, "\(arguments) writes \(path)")
          continue
        }
        let below = String(path.dropFirst(top.count + 1))
        let isTemporary =
          !writes.isEmpty
          && (below.hasSuffix(".docbuild") || below.contains("/#") || below.hasPrefix("#"))
        #expect(
          isTemporary || patterns.contains { below.wholeMatch(of: $0) != nil },
          "\(arguments) writes \(below)")
      }
    }
    // Else the tables say nothing.
    #expect(seen.isSuperset(of: ["git"]))
    if find("ast-grep") != nil { #expect(seen.contains("ast-grep")) }
    #expect(folder.text("p/symbol.md").contains("func one()"))
  }

  /// What an editor sends that has every file of the tree open that is to be woven, and asks for all that it can.
  private func editor(at top: String) -> [UInt8] {
    var messages = [
      #""id": 0, "method": "initialize", "params": {"rootUri": "file://\#(top)", "capabilities": {}}"#
    ]
    let files = ["symbol.src", "revision.src", "url.src", "console.src", "a.go", "away.src", "git"]
    for (index, name) in files.enumerated() {
      let document = #""textDocument": {"uri": "file://\#(top)/\#(name)""#
      let text =
        #""text": "<!-- include(a.go symbol=one) -->\n<!-- embed(\#(name) rev=HEAD) -->\n""#
      messages.append(
        #""method": "textDocument/didOpen", "params": {\#(document), "version": 1, \#(text)}}"#)
      for (number, method) in [
        "hover", "definition", "references", "completion", "codeAction", "codeLens", "inlayHint",
        "documentLink", "documentSymbol", "foldingRange", "diagnostic", "rename", "prepareRename",
      ].enumerated() {
        let place = #""position": {"line": 0, "character": 22}"#
        let range =
          #""range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}"#
        messages.append(
          #""id": \#(index * 100 + number + 1), "method": "textDocument/\#(method)", "params": {\#(document)}, \#(place), \#(range)}"#
        )
      }
    }
    messages.append(#""id": 9999, "method": "shutdown""#)
    messages.append(#""method": "exit""#)
    return messages.flatMap { message -> [UInt8] in
      let body = Array(#"{"jsonrpc": "2.0", \#(message)}"#.utf8)
      return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
  }

  // MARK: the places in the sources

  /// Where docbuild starts programs, and how often; a new place belongs into the tables above, or to what `test` and
  /// `accept` run.
  private static let places: [String: [String: Int]] = [
    "CConfine/confine.c": ["fork": 1],
    "CKernel/process.c": ["docbuild_run": 1, "docbuild_start": 1, "posix_spawn": 1],
    "CSupervisor/sandbox.c": ["fork": 1],
    "CSupervisor/supervisor.c": ["execl": 1, "fork": 3],
    "DocbuildEngine/Check/RemoteLinks.swift": ["ChildProcess.run": 1],
    "DocbuildEngine/System/ChildProcess.swift": ["docbuild_run": 1],
    "DocbuildEngine/Sources/Download.swift": ["ChildProcess.run": 1],
    "DocbuildEngine/Sources/Git.swift": ["ChildProcess.run": 1],
    "DocbuildEngine/Sources/Symbols/SymbolFinder.swift": ["ChildProcess.run": 1],
    "DocbuildEngine/Trials/Supervisor.swift": ["docbuild_start": 1],
    "DocbuildEngine/Tools/Tool.swift": ["ChildProcess.run": 1],
    "docbuild/Commands/Watch.swift": ["system": 1],
    "docbuild/Serve/PageProcess.swift": ["docbuild_start": 1],
  ]

  @Test func everyPlaceWhereAProgramIsStarted() throws {
    let folder = projectFolder.appendingPathComponent("Sources")
    let calls = try Regex(
      #"\b(ChildProcess\.run|docbuild_run|docbuild_start|posix_spawnp?|v?fork|exec[lv]p?e?|execveat|fexecve|popen|system|clone3?)\("#,
      as: (Substring, Substring).self)
    var found: [String: [String: Int]] = [:]
    for case let file as String in FileManager.default.enumerator(atPath: folder.path)?.allObjects
      ?? [] where [".swift", ".c", ".cc"].contains(where: file.hasSuffix)
    {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      // A case of an enumeration is no call.
      let calling = text.replacingOccurrences(of: ".system(", with: "")
        .replacingOccurrences(of: "case system(", with: "")
      for line in calling.split(separator: "\n")
      where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        for match in line.matches(of: calls) {
          found[file, default: [:]][String(match.output.1), default: 0] += 1
        }
      }
    }
    #expect(found == HostileTreeTests.places)
  }
}
