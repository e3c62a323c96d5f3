import DocbuildEngine
import DocbuildReport
import Glibc

/// A line on the terminal that counts documents, gone when the run ends; never in a file or a pipe.
final class Progress {
  private let isShown: Bool
  private var isDirty = false

  init(isQuiet: Bool) {
    isShown =
      !isQuiet && isatty(STDERR_FILENO) == 1
      && getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? false
  }

  func report(done: Int, total: Int) {
    guard isShown else { return }
    put("\r\u{1B}[K\(done) of \(total) documents")
    isDirty = true
  }

  /// How many runs of tests are done, and what takes longest: `12 of 40: shellcheck on 500 texts, 3 s`.
  func report(_ tests: TestProgress) {
    guard isShown else { return }
    let running = tests.running.map { ": \(escaped($0.title)), \($0.seconds) s" } ?? ""
    put("\r\u{1B}[K\(tests.done) of \(tests.total)\(running)")
    isDirty = true
  }

  func end() {
    if isDirty { put("\r\u{1B}[K") }
    isDirty = false
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
