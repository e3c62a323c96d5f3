import DocbuildEngine
import Foundation
import Testing

/// What stands on the command line besides files and options.
struct CommandLineTests {
  @Test(arguments: [
    (["buidl"], "build"), (["chek", "docs"], "check"), (["wheer", "a.md:1"], "where"),
    (["--quiet", "buidl"], "build"), (["Test"], "test"),
  ])
  func aMisspeltCommandIsWrongUsage(_ arguments: [String], _ meant: String) throws {
    let folder = Folder(["docs/a.md": "# A\n"])
    let outcome = try run(docbuildCommand(arguments, in: folder))
    outcome.expect(64)
    #expect(outcome.messages.contains("the nearest command is '\(meant)'"), "\(outcome.messages)")
    #expect(outcome.text.isEmpty)
  }

  @Test(arguments: [
    (["--root", ".", "check"], "check --root ."),
    (["--root", "my docs", "check", "a.md"], "check --root 'my docs' a.md"),
    (["-j", "2", "build"], "build -j 2"),
    (["--format", "json", "--pages", "check"], "check --format json --pages"),
  ])
  func optionsBeforeTheCommandAreWrongUsage(_ words: [String], _ meant: String) throws {
    let folder = Folder(["a.md": "# A\n"])
    let outcome = try run(docbuildCommand(words, in: folder))
    outcome.expect(64)
    #expect(outcome.messages.contains("stands before its options"), "\(outcome.messages)")
    #expect(outcome.messages.contains("write 'docbuild \(meant)'"), "\(outcome.messages)")
  }

  /// What an option takes is no command, nor is a file.
  @Test func aCommandsNameMayBeAFilesName() throws {
    let folder = Folder(["a.src": "text\n"])
    try docbuild("-o", "deps", "a.src", in: folder).expect(prints: "")
    #expect(folder.text("deps") == "text\n")
    try docbuild("--root", ".", "deps", in: folder).expect(prints: "text\n")
  }

  /// What people read fits a terminal.
  @Test(arguments: [["directives"], ["help", "directives"], ["explain"], ["--help"]])
  func referencesFit80Columns(_ words: [String]) throws {
    let outcome = try run(docbuildCommand(words, in: Folder()))
    outcome.expect(0)
    for line in outcome.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func aWordThatIsLikeNoCommand() throws {
    let outcome = try docbuild("xylophone", in: Folder())
    outcome.expect(64)
    #expect(outcome.messages.contains("'xylophone' is neither a file nor a command"))
    #expect(outcome.messages.contains("docbuild --help"))
  }

  @Test(arguments: [("buidl", "the nearest command is 'build'"), ("xylophone", "--help")])
  func helpOfNoCommandIsWrongUsage(_ word: String, _ note: String) throws {
    let outcome = try docbuild("help", word, in: Folder())
    outcome.expect(64)
    #expect(outcome.messages.contains("'\(word)' is not a command"), "\(outcome.messages)")
    #expect(outcome.messages.contains(note), "\(outcome.messages)")
    #expect(outcome.text.isEmpty)
  }

  /// Commands are called by words of a table; ArgumentParser writes the help from the types.
  @Test func everyCommandOfTheHelpIsCalledByItsWord() throws {
    let help = try docbuild("--help", in: Folder()).text
    let commands =
      help.components(separatedBy: "SUBCOMMANDS:\n").last?.split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See ") } ?? []
    #expect(commands.count > 9, "\(help)")
    for line in commands {
      let name = String(line.split(separator: " ")[0])
      // The help of this one is what it teaches.
      if name == "directives" { continue }
      let outcome = try docbuild("help", name, in: Folder())
      outcome.expect(0)
      #expect(outcome.text == (try docbuild(name, "--help", in: Folder())).text, "\(name)")
      #expect(outcome.text.contains("USAGE: docbuild \(name)"), "\(outcome.text)")
    }
  }

  /// What stands below the heading is what can be typed, and all of the help fits a terminal.
  @Test func everyCommandShowsExamplesWithin80Columns() throws {
    let help = try docbuild("--help", in: Folder()).text
    let commands =
      help.components(separatedBy: "SUBCOMMANDS:\n").last?.split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See ") } ?? []
    for name in commands.map({ String($0.split(separator: " ")[0]) }) {
      let text = try docbuild(name, "--help", in: Folder()).text
      for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(name): \(line)") }
      let examples = text.components(separatedBy: "EXAMPLES:\n").dropFirst().first ?? ""
      #expect(examples.contains("  docbuild \(name)") || name == "weave", "\(name): \(text)")
    }
    for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(help.contains("EXAMPLES:\n  docbuild"), "\(help)")
  }

  /// The version, and where scripts/build has built it from git, the commit's name and date.
  @Test func theVersionIsThatOfTheSources() throws {
    let outcome = try docbuild("--version", in: Folder())
    outcome.expect(0)
    let commit = #/ \([0-9a-f]{12}, [0-9]{4}-[0-9]{2}-[0-9]{2}(, changed)?\)/#
    #expect(outcome.text.replacing(commit, with: "") == "docbuild \(docbuildVersion)\n")
  }

  /// A command parsed alone says of a wrong command line what ArgumentParser says of it among all commands.
  @Test(arguments: [["build"], ["weave"], ["check", "docs"]])
  func wrongOptionsAreToldWithTheWholeCommand(_ arguments: [String]) throws {
    let outcome = try run(docbuildCommand(arguments + ["--quite"], in: Folder()))
    outcome.expect(64)
    #expect(
      outcome.messages.hasPrefix(
        """
        Error: Unknown option '--quite'. Did you mean '--quiet'?
        Usage: docbuild \(arguments[0]) [<options>]
        """), "\(outcome.messages)")
    #expect(outcome.messages.contains("See 'docbuild \(arguments[0]) --help'"))
  }

  /// So it is with what an argument or an option takes.
  @Test(arguments: [
    ["where", "a.md:0"], ["where", "a.md"], ["adopt", "--at", "README.md:5"],
    ["adopt", "--extract", "5"], ["deps", "--depfile", "x"], ["watch", "--check", "--test"],
    ["build", "-j", "0"], ["refs", "--unused", "--since", "x"], ["serve", "--host", "a b"],
    ["weave", "--set", "x"], ["test", "--max-problems=-1"],
  ])
  func wrongValuesAreToldWithTheWholeCommand(_ arguments: [String]) throws {
    let outcome = try run(docbuildCommand(arguments, in: Folder()))
    outcome.expect(64)
    #expect(
      outcome.messages.contains("\nUsage: docbuild \(arguments[0]) "), "\(outcome.messages)")
    #expect(outcome.messages.contains("See 'docbuild \(arguments[0]) --help'"))
  }

  /// A file of that name is woven, and a path that is missing is the machine's trouble.
  @Test func aFileIsNoCommand() throws {
    let folder = Folder(["buidl": "text\n"])
    try docbuild("buidl", in: folder).expect(prints: "text\n")
    for arguments in [["none.src"], ["docs/none"], ["weave", "none"]] {
      try run(docbuildCommand(arguments, in: folder)).expect(2)
    }
  }

  @Test func helpTeachesTheDirectives() throws {
    let help = try docbuild("help", "directives", in: Folder())
    help.expect(0)
    #expect(help.text == (try docbuild("directives", in: Folder())).text)
    #expect(help.text.contains("region=NAME") && help.text.contains("symbol="))
    #expect(try docbuild("--help", in: Folder()).text.contains("docbuild help directives"))
  }

  /// On a terminal, and only there, docbuild says what it waits for.
  @Test(
    .needs("script"), arguments: [([], true), (["weave"], true), (["weave", "--quiet"], false)])
  func onATerminalItSaysWhatItWaitsFor(_ arguments: [String], _ speaks: Bool) throws {
    let words = ([docbuildPath] + arguments).joined(separator: " ")
    var command = Command(
      program: "/usr/bin/script", arguments: ["-qec", words, "/dev/null"])
    command.input = .bytes([0x04])
    let outcome = try run(command)
    outcome.expect(0)
    #expect(outcome.text.contains("waiting for a template") == speaks, "\(outcome.text)")
    #expect(try docbuild(in: Folder()).messages.isEmpty)
  }
}
