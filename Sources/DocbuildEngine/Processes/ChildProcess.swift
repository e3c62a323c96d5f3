import DocbuildCore
import Glibc
import Subprocess
import Synchronization
import SystemPackage

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
  }

  /// The program `name` in an absolute folder of PATH, or where installers put programs, that lies outside `root`:
  /// what a checkout brings along is never run.
  static func find(_ name: String, outside root: Bytes) -> String? {
    func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    var folders = (value("PATH") ?? "").split(separator: ":").map(String.init)
    let system = ["/usr/local/bin", "/usr/bin", "/bin"]
    folders += system
    if let home = value("HOME") { folders.append(home + "/.local/bin") }
    for folder in folders where folder.hasPrefix("/") {
      let candidate = "\(folder)/\(name)"
      var status = stat()
      guard access(candidate, X_OK) == 0, stat(candidate, &status) == 0,
        status.st_mode & S_IFMT == S_IFREG, let real = Bytes(candidate.utf8).real
      else { continue }
      if system.contains(folder) || real.below(root) == nil { return candidate }
    }
    return nil
  }

  /// Runs `program` with an environment of nothing but `environment`, gives it `input`, and waits at most
  /// `seconds`.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String,
    input: Bytes = [], limit: Int = 1 << 28, seconds: Int = 60
  ) -> Result<Outcome, Failure> {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(0))
    ]
    let variables = Dictionary(
      uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
    // A child may end without reading its input.
    let handler = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, handler) }
    let box = Waiting<Result<Outcome, Failure>>()
    let executor = ThreadExecutor()
    defer { executor.end() }
    let task = Task.detached(executorPreference: executor) { [options] in
      do {
        let done = try await Subprocess.run(
          .path(FilePath(program)), arguments: Arguments(arguments),
          environment: .custom(variables), workingDirectory: FilePath(folder),
          platformOptions: options, input: .array(input), output: .bytes(limit: limit),
          error: .string(limit: 1 << 20))
        let status =
          switch done.terminationStatus {
          case .exited(let code): Int(code)
          case .signaled(let signal): 128 + Int(signal)
          }
        box.fill(
          .success(Outcome(status: status, output: done.standardOutput, errors: done.standardError))
        )
      } catch let error as SubprocessError {
        box.fill(
          .failure(error.code == .outputLimitExceeded ? .tooMuchOutput : .notStarted("\(error)")))
      } catch {
        box.fill(.failure(.notStarted("\(error)")))
      }
    }
    if let result = box.wait(seconds: seconds) { return result }
    task.cancel()
    _ = box.wait(seconds: 10)
    return .failure(.timedOut)
  }
}

/// A place for one value that another thread waits for.
private final class Waiting<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func fill(_ new: Value) {
    value.withLock { $0 = new }
    sem_post(semaphore)
  }

  func wait(seconds: Int) -> Value? {
    var until = timespec()
    clock_gettime(CLOCK_REALTIME, &until)
    until.tv_sec += seconds
    while sem_timedwait(semaphore, &until) != 0 {
      if errno != EINTR { return nil }
    }
    return value.withLock { $0 }
  }
}
