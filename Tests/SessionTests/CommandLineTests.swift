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

  @Test func aWordThatIsLikeNoCommand() throws {
    let outcome = try docbuild("xylophone", in: Folder())
    outcome.expect(64)
    #expect(outcome.messages.contains("'xylophone' is neither a file nor a command"))
    #expect(outcome.messages.contains("docbuild --help"))
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
  @Test(arguments: [([], true), (["weave"], true), (["weave", "--quiet"], false)])
  func onATerminalItSaysWhatItWaitsFor(_ arguments: [String], _ speaks: Bool) throws {
    guard access("/usr/bin/script", X_OK) == 0 else { return }
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
