import Glibc
import Synchronization

/// Runs tasks on one thread of its own, so that waiting for them never depends on threads that others may block.
final class ThreadExecutor: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private nonisolated(unsafe) let arrived = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
  private let isEnded = Atomic<Bool>(false)

  /// Starts the thread, which lives until `end` is called.
  init() {
    sem_init(arrived, 0, 0)
    _ = startThread { self.work() }
  }

  deinit {
    sem_destroy(arrived)
    arrived.deallocate()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    jobs.withLock { $0.append(unowned) }
    sem_post(arrived)
  }

  /// Lets the thread end once it has nothing to do.
  func end() {
    isEnded.store(true, ordering: .releasing)
    sem_post(arrived)
  }

  private func work() {
    while true {
      while sem_wait(arrived) != 0 {}
      let next = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let next {
        next.runSynchronously(on: asUnownedTaskExecutor())
      } else if isEnded.load(ordering: .acquiring) {
        return
      }
    }
  }
}
