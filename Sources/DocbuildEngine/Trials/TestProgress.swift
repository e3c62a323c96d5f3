import DocbuildCore
import Synchronization

/// How far tests are, for a person who waits.
package struct TestProgress: Sendable {
  /// How many runs of tools and documents are done, and how many there are in this round.
  package let done: Int
  /// How many there are in all.
  package let total: Int
  /// What has been running for the longest time, and since how many seconds; nil between two.
  package let running: (title: String, seconds: Int)?
}

/// What runs at the moment.
final class RunningWork: Sendable {
  private let entries = Mutex<[Int: (title: String, since: Int)]>([:])

  /// Does `body`, which is called `title` as long as it runs; `number` is its own.
  func run<Made>(_ number: Int, _ title: String, _ body: () -> Made) -> Made {
    entries.withLock { $0[number] = (title, Clock.now) }
    defer { entries.withLock { $0[number] = nil } }
    return body()
  }

  /// How far it is.
  func progress(_ done: Int, of total: Int) -> TestProgress {
    let oldest = entries.withLock { $0.values.min { $0.since < $1.since } }
    return TestProgress(
      done: done, total: total,
      running: oldest.map { ($0.title, (Clock.now - $0.since) / 1000) })
  }
}
