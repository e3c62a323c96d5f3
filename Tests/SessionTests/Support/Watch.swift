import Foundation
import Glibc

/// What a program and all that it starts does to the outside, as strace sees it.
struct Watch {
  /// A program that was started.
  struct Started {
    let program: String
    let arguments: [String]
    /// The names of what stood in its environment.
    let environment: Set<String>
  }

  /// In no certain order, without the program under watch itself.
  private(set) var started: [Started] = []
  /// The paths of files that were opened for writing or made, and of names that came, went or were changed.
  private(set) var written: Set<String> = []
  /// The addresses that connections were opened to.
  private(set) var connections: [String] = []
  let outcome: Outcome

  /// Whether strace is there and may watch; where all tests are asked for, a lack of it is a failure.
  static let isPossible: Bool = {
    if everythingIsTested { return true }
    guard let strace = find("strace") else { return false }
    let probe = Command(program: strace, arguments: ["-o", "/dev/null", "/bin/true"])
    return (try? run(probe))?.status == 0
  }()

  private static let calls = [
    "execve", "execveat", "open", "openat", "openat2", "creat", "rename", "renameat", "renameat2",
    "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "mknod", "mknodat", "unlink",
    "unlinkat", "rmdir", "truncate", "chmod", "fchmodat", "chown", "fchownat", "utimensat",
    "setxattr",
    "connect", "bind",
  ]

  /// Runs the command under watch.
  init(_ command: Command) throws {
    let logs = Folder()
    var watched = command
    watched.program = find("strace") ?? "/usr/bin/strace"
    // A file for each thread, so that no line is cut by another's; descriptors with their paths.
    watched.arguments =
      ["-ff", "-qq", "-v", "-y", "-s", "100000", "-o", logs.at("log"), "-e"]
      + ["trace=" + Watch.calls.map { "?" + $0 }.joined(separator: ","), "-e", "signal=none"]
      + [command.program] + command.arguments
    watched.limit = command.limit * 4
    outcome = try run(watched)
    for name in logs.names {
      for line in logs.text(name).split(separator: "\n") { note(String(line), command.program) }
    }
  }

  private mutating func note(_ line: String, _ own: String) {
    guard let open = line.firstIndex(of: "("), let end = line.range(of: ") = ", options: .backwards)
    else { return }
    let call = String(line[..<open])
    let result = line[end.upperBound...]
    // What failed did nothing.
    if result.hasPrefix("-1"), call != "connect" { return }
    let inside = line[line.index(after: open)..<end.lowerBound]
    let texts = Watch.texts(in: inside)
    switch call {
    case "execve", "execveat":
      let environment = inside.range(of: "], [", options: .backwards).map {
        inside[$0.upperBound...]
      }
      let names = Watch.texts(in: environment ?? "").map { $0.split(separator: "=").first ?? "" }
      let program = texts.first ?? ""
      if program == own { return }
      let arguments = Array(texts.dropFirst(2).dropLast(names.count))
      started.append(
        Started(
          program: program, arguments: arguments, environment: Set(names.map(String.init))))
    case "connect", "bind":
      // The C library asks for users' names there, before it looks into /etc/passwd.
      if !inside.contains("/nscd/socket") { connections.append(String(inside)) }
    case "open", "openat", "openat2", "creat":
      let isWriting =
        call == "creat"
        || ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].contains { inside.contains($0) }
      if isWriting, let path = result.firstIndex(of: "<") {
        written.insert(String(result[result.index(after: path)...].prefix { $0 != ">" }))
      }
    default:
      // Every name in it, below the folder that stands before it: `6</the/folder>, "name"`.
      var rest = inside
      var folder = ""
      while let mark = rest.firstIndex(where: { $0 == "<" || $0 == "\"" }) {
        let isFolder = rest[mark] == "<"
        let tail = rest[rest.index(after: mark)...]
        guard let close = tail.firstIndex(of: isFolder ? ">" : "\"") else { break }
        let text = String(tail[..<close])
        if isFolder {
          folder = text
        } else if call != "symlink" && call != "symlinkat" || !folder.isEmpty {
          written.insert(text.hasPrefix("/") ? text : "\(folder)/\(text)")
        }
        rest = tail[tail.index(after: close)...]
      }
    }
  }

  /// The quoted texts of a line, as strace escapes them.
  private static func texts(in line: Substring) -> [String] {
    var found: [String] = []
    var text: String?
    var isEscaped = false
    for character in line {
      if isEscaped {
        text?.append(character)
        isEscaped = false
      } else if character == "\\", text != nil {
        text?.append(character)
        isEscaped = true
      } else if character == "\"" {
        if let whole = text { found.append(whole) }
        text = text == nil ? "" : nil
      } else {
        text?.append(character)
      }
    }
    return found
  }
}
