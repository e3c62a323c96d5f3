import Foundation
import Glibc
import Testing

/// The program under test: what `DOCBUILD` names, else the one built beside these tests.
let docbuildPath: String = {
  if let named = ProcessInfo.processInfo.environment["DOCBUILD"], !named.isEmpty { return named }
  let program =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
  let tests = URL(fileURLWithPath: program)
  for folder in [
    tests.deletingLastPathComponent(), Bundle.main.bundleURL,
    Bundle.main.bundleURL.deletingLastPathComponent(),
  ] {
    let candidate = folder.appendingPathComponent("docbuild").path
    if access(candidate, X_OK) == 0 { return candidate }
  }
  fatalError("no docbuild beside \(tests.path): set DOCBUILD")
}()

/// The project's own folder.
let projectFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

let isSuperuser = geteuid() == 0

/// A docbuild command line in `folder`.
func docbuild(
  _ arguments: String..., in folder: Folder? = nil, at subfolder: String = "",
  input: Command.Input = .bytes([]),
  output: Command.Output = .captured, environment: [String: String] = [:], limit: Double = 120
) throws -> Outcome {
  try run(docbuildCommand(arguments, in: folder, at: subfolder, input, output, environment, limit))
}

func docbuildCommand(
  _ arguments: [String], in folder: Folder? = nil, at subfolder: String = "",
  _ input: Command.Input = .bytes([]),
  _ output: Command.Output = .captured, _ environment: [String: String] = [:], _ limit: Double = 120
) -> Command {
  var command = Command(program: docbuildPath, arguments: arguments)
  command.folder = folder?.at(subfolder)
  command.keeps = folder
  command.input = input
  command.output = output
  command.environment.merge(environment) { $1 }
  command.limit = limit
  return command
}

/// The same, run by a user without rights.
func docbuildAsNobody(_ arguments: String..., in folder: Folder) throws -> Outcome {
  guard isSuperuser else { return try run(docbuildCommand(arguments, in: folder)) }
  var command = docbuildCommand(
    ["--reuid=65534", "--regid=65534", "--clear-groups", copyForAll] + arguments, in: folder)
  command.program = "/usr/bin/setpriv"
  return try run(command)
}

/// A copy of the program where every user may run it.
let copyForAll: String = {
  let folder = "/tmp/docbuild-session-program-\(getpid())"
  mkdir(folder, 0o755)
  chmod(folder, 0o755)
  let copy = folder + "/docbuild"
  // By another process: see `Folder.writeProgram`.
  let copying = try? run(Command(program: "/bin/cp", arguments: [docbuildPath, copy]))
  guard copying?.status == 0 else { fatalError("cannot copy \(docbuildPath)") }
  chmod(copy, 0o755)
  atexit {
    let folder = "/tmp/docbuild-session-program-\(getpid())"
    unlink(folder + "/docbuild")
    rmdir(folder)
  }
  return copy
}()

/// The same command where the program `name` is nowhere to be found: hidden by mounts in the folders that docbuild
/// looks into; nil when that can't be done here.
func without(_ name: String, _ command: Command) -> Command? {
  let places: [String] = ["/usr/local/bin", "/usr/bin", "/bin"].map { $0 + "/" + name }.filter {
    access($0, X_OK) == 0
  }
  var command = command
  command.environment["PATH"] = "/nonexistent"
  if places.isEmpty { return command }
  guard isSuperuser, access("/usr/bin/unshare", X_OK) == 0 else { return nil }
  let real = Set(places.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }).sorted()
  let mounts: String = real.map { "/bin/mount --bind /dev/null '" + $0 + "' && " }.joined()
  command.arguments =
    ["-m", "/bin/sh", "-c", "\(mounts)exec \"$0\" \"$@\"", command.program] + command.arguments
  command.program = "/usr/bin/unshare"
  return command
}

/// Where a program is: where sessions find it, else on the PATH that these tests were started with.
func find(_ name: String) -> String? {
  let own = ProcessInfo.processInfo.environment["PATH"] ?? ""
  return findInSessions(name) ?? find(name, on: own)
}

/// The same for what docbuild or a shell looks for in a session.
func findInSessions(_ name: String) -> String? {
  find(name, on: Command(program: "").environment["PATH"] ?? "")
}

private func find(_ name: String, on path: String) -> String? {
  path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
}

/// The processes, by number, one of whose arguments is `word`.
func processes(with word: String) -> [String] {
  let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return all.filter { name in
    guard Int(name) != nil,
      let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
    else { return false }
    return line.split(separator: 0).contains { Array($0) == Array(word.utf8) }
  }
}

extension Outcome {
  /// Ended with that status, in time.
  func expect(_ status: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(!timedOut, "killed after \(seconds) s", sourceLocation: sourceLocation)
    #expect(self.status == status, "\(messages)", sourceLocation: sourceLocation)
  }

  /// Ended clean, with just that on standard output and nothing to say.
  func expect(prints text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expect(0, sourceLocation: sourceLocation)
    #expect(self.text == text, sourceLocation: sourceLocation)
    #expect(messages.isEmpty, "\(messages)", sourceLocation: sourceLocation)
  }

  /// Failed with that status and these ids, in that order, and printed nothing.
  func expect(
    fails status: Int, _ ids: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(status, sourceLocation: sourceLocation)
    #expect(text.isEmpty, sourceLocation: sourceLocation)
    #expect(self.ids == ids, "\(messages)", sourceLocation: sourceLocation)
  }

  /// The ids of the problems told, in the styles `full` and `line`.
  var ids: [String] {
    messages.split(separator: "\n").compactMap { line in
      guard line.contains(": error: ") || line.contains(": warning: "), line.hasSuffix("]"),
        let open = line.lastIndex(of: "[")
      else { return nil }
      return String(line[line.index(after: open)..<line.index(before: line.endIndex)])
    }
  }
}

/// Files of a program for `PATH`: a shell script that leaves a mark that it was run.
extension Folder {
  func writeTrap(_ name: String, mark: String) {
    write(name, "#!/bin/sh\necho run > '\(mark)'\nexit 0\n", mode: 0o755)
  }
}

extension Tag {
  /// Takes more than some seconds.
  @Tag static var slow: Self
}
