import Foundation
import Glibc
import Testing

/// `docbuild COMMAND …` in a project.
func project(
  _ command: String, _ arguments: String..., in folder: Folder, at subfolder: String = "",
  environment: [String: String] = [:], limit: Double = 120
) throws -> Outcome {
  try run(
    docbuildCommand(
      [command] + arguments, in: folder, at: subfolder, .bytes([]), .captured, environment, limit))
}

/// What the line at the end of a build tells.
struct Summary: Equatable, CustomStringConvertible {
  var written: Int
  var upToDate: Int
  var failed = 0

  var description: String { "\(written) written, \(upToDate) up to date, \(failed) with problems" }
}

extension Outcome {
  /// The last line of a build; nil when there is none.
  var summary: Summary? {
    guard
      let line = messages.split(separator: "\n").last(where: { $0.hasPrefix("docbuild: ") }),
      let counts = line.split(separator: ":").last
    else { return nil }
    func number(_ what: String) -> Int? {
      counts.split(separator: ",").first { $0.hasSuffix(what) }?.split(separator: " ").first
        .flatMap { Int($0) }
    }
    guard let written = number(" written"), let upToDate = number(" up to date") else { return nil }
    return Summary(written: written, upToDate: upToDate, failed: number(" with problems") ?? 0)
  }

  /// Ended with that status and these numbers in the last line.
  func expect(
    _ status: Int = 0, written: Int, upToDate: Int, failed: Int = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(status, sourceLocation: sourceLocation)
    #expect(
      summary == Summary(written: written, upToDate: upToDate, failed: failed), "\(messages)",
      sourceLocation: sourceLocation)
  }

  /// Why documents were woven, as `--explain` tells: from the output to the reason.
  var reasons: [String: String] {
    var found: [String: String] = [:]
    for line in messages.split(separator: "\n") where line.hasPrefix("wove ") {
      let parts = line.dropFirst(5).split(separator: ": ", maxSplits: 1).map(String.init)
      if parts.count == 2 { found[parts[0]] = parts[1] }
    }
    return found
  }

  /// The lines of standard error that hold `text`.
  func lines(with text: String) -> [String] {
    messages.split(separator: "\n").map(String.init).filter { $0.contains(text) }
  }
}

extension Folder {
  /// Two templates with a source of their own and one that both show; an in-place document.
  static func project() -> Folder {
    let folder = Folder([
      "one.txt": "one\n", "two.txt": "two\n", "both.txt": "both\n",
      "a.src": "# A\n\n```\n<!-- include(one.txt) -->\n<!-- include(both.txt) -->\n```\n",
      "sub/b.src": "# B\n\n```\n<!-- include(../two.txt) -->\n<!-- include(../both.txt) -->\n```\n",
      "page.md": "# Page\n\n<!-- embed(one.txt) -->\n```text\none\n```\n<!-- /embed -->\n",
    ])
    folder.age()
    return folder
  }

  /// Makes all files an hour old, so that their times tell changes.
  func age() {
    _ = try? run(
      Command(
        program: "/usr/bin/find",
        arguments: [path, "-type", "f", "-exec", "touch", "-d", "-1 hour", "{}", "+"]))
    settle()
  }

  /// Waits until what was written is older than a tick of the clock that stamps files: a build doesn't know for good what
  /// changed within one, and reads it again the next time. To be called behind each change that a test expects to be known.
  func settle() { usleep(40_000) }

  /// Sets a file's time as `touch -d` reads it.
  func touch(_ name: String, _ time: String) {
    _ = try? run(Command(program: "/usr/bin/touch", arguments: ["-d", time, at(name)]))
  }

  /// Runs git in it, without the user's configuration.
  @discardableResult
  func git(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws
    -> Outcome
  {
    var command = Command(program: "/usr/bin/git", arguments: arguments)
    command.folder = path
    command.environment.merge([
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a",
      "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
      "GIT_COMMITTER_EMAIL": "a@example.org",
    ]) { $1 }
    let outcome = try run(command)
    outcome.expect(0, sourceLocation: sourceLocation)
    return outcome
  }

  /// Makes it a repository whose HEAD holds all that is there.
  func commit() throws {
    if !exists(".git") { try git("init", "-q") }
    try git("add", "-A")
    try git("commit", "-q", "-m", "all")
  }

  /// Every file below it but those in `.git` and `.docbuild`, with its status.
  var tree: [String: Status] { tree(leavingOut: [".git", ".docbuild"]) }

  func tree(leavingOut names: Set<String>) -> [String: Status] {
    var found: [String: Status] = [:]
    let all = FileManager.default.enumerator(atPath: path)
    while let name = all?.nextObject() as? String {
      if let first = name.split(separator: "/").first, names.contains(String(first)) { continue }
      found[name] = status(name)
    }
    return found
  }

  /// What every `.md` holds.
  var pages: [String: String] {
    tree.keys.filter { $0.hasSuffix(".md") }.reduce(into: [:]) { $0[$1] = text($1) }
  }

  /// Documents that show one of 20 sources each; those whose number `broken` takes show a line that is not there.
  static func many(_ count: Int, size: Int = 1, broken: (Int) -> Bool = { _ in false }) -> Folder {
    let folder = Folder()
    for number in 0..<20 { folder.write("s\(number).txt", "source \(number)\n") }
    let filler = String(repeating: "Some *text* with `code`.\n\n", count: size)
    for number in 0..<count {
      let lines = broken(number) ? " lines=7" : ""
      folder.write(
        "d\(number % 10)/doc\(number).src",
        "# Document \(number)\n\n\(filler)```\n<!-- include(../s\(number % 20).txt\(lines)) -->\n```\n"
      )
    }
    folder.age()
    return folder
  }
}
