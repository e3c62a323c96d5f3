import CKernel
import DocbuildCore
import Glibc

/// Runs a program that the user, never the tree, has chosen, and waits for it.
enum ChildProcess {
  struct Outcome: Sendable {
    /// The exit status; 128 and the signal's number when a signal ended it.
    let status: Int
    let output: Bytes
    let errors: String
  }

  enum Failure: Error {
    case timedOut
    /// More output than allowed.
    case tooMuchOutput
    case notStarted(String)
    /// The run was asked to end.
    case interrupted

    /// In words.
    var reason: String {
      switch self {
      case .timedOut: "no answer in time"
      case .tooMuchOutput: "its answer is too large"
      case .notStarted(let why): why
      case .interrupted: "it was interrupted"
      }
    }
  }

  /// Where `find` has looked in vain, for a message.
  static let nowhere =
    "neither on PATH nor in /usr/local/bin, /usr/bin, /bin or ~/.local/bin, nor beside docbuild (what lies in the work tree is not run)"

  /// The program `name` in an absolute folder of PATH, or where installers put programs, docbuild's own folder last (pipx and
  /// uv put only docbuild itself on PATH), outside the work tree that `root` lies in: neither what a checkout brings along is run, nor what a link in it leads to.
  static func find(_ name: String, outside root: AbsolutePath, _ environment: Environment)
    -> String?
  {
    var folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let system = ["/usr/local/bin", "/usr/bin", "/bin"]
    folders += system
    if let home = environment["HOME"] { folders.append(home + "/.local/bin") }
    if let own = environment.programFolder { folders.append(own.text) }
    let tree = root.wholeTree
    for folder in folders where folder.hasPrefix("/") {
      let candidate = "\(folder)/\(name)"
      var status = stat()
      guard access(candidate, X_OK) == 0, stat(candidate, &status) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      if system.contains(folder)
        || !AbsolutePath(trusted: Bytes(candidate.utf8)).leads(through: tree)
      {
        return candidate
      }
    }
    return nil
  }

  /// Runs `program` with an environment of nothing but `environment`, gives it `input`, and waits at most `seconds`, or
  /// until it is interrupted.
  ///
  /// By `posix_spawn` and `poll`, on the calling thread: a library that runs children on Swift's shared threads hangs when
  /// callers block those.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String,
    input: Bytes = [], limit: Int = 1 << 28, seconds: Int = 60, until interrupt: Interrupt
  ) -> Result<Outcome, Failure> {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let done = withCStrings([program] + arguments) { arguments in
      withCStrings(variables) { variables in
        input.withUnsafeBufferPointer {
          docbuild_run(
            program, arguments, variables, folder, $0.baseAddress, $0.count, limit, Int32(seconds),
            interrupt.descriptor)
        }
      }
    }
    defer {
      free(done.output)
      free(done.errors)
    }
    switch done.failure {
    case 0: break
    case ETIMEDOUT: return .failure(.timedOut)
    case EFBIG: return .failure(.tooMuchOutput)
    case ECANCELED: return .failure(.interrupted)
    default: return .failure(.notStarted(systemMessage(done.failure)))
    }
    return .success(
      Outcome(
        status: Int(done.status),
        output: Bytes(UnsafeBufferPointer(start: done.output, count: done.output_count)),
        errors: Bytes(UnsafeBufferPointer(start: done.errors, count: done.errors_count)).text))
  }
}

/// Calls `body` with the strings as C has them, a null pointer last.
package func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}

/// The same for bytes without a NUL.
func withCStrings<Result>(
  _ strings: [Bytes], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let pointers = strings.map { bytes in bytes.withCString { strdup($0) } } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}
