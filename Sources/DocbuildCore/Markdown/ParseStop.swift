import CArena

/// Makes parses end early: libcmark's time is quadratic for some texts, and it does not ask anybody whether to go on.
@safe package final class ParseStop: Sendable {
  private nonisolated(unsafe) let mark: UnsafeMutablePointer<CInt>

  /// A stop that is not asked for yet.
  package init() {
    unsafe mark = UnsafeMutablePointer.allocate(capacity: 1)
    unsafe mark.initialize(to: 0)
  }

  deinit { unsafe mark.deallocate() }

  /// Whether parses are to end.
  package var isSet: Bool { unsafe docbuild_arena_is_stopped(mark) != 0 }

  /// Ends the parses of all threads that watch, and all that they begin.
  package func stop() { unsafe docbuild_arena_stop(mark) }

  /// Calls `body`, in which parses of this thread end early once it is asked for. What is made of such a page is worth
  /// nothing.
  package func watching<Result>(_ body: () -> Result) -> Result {
    let before = unsafe docbuild_arena_watch(mark)
    defer { unsafe docbuild_arena_watch(before) }
    return body()
  }
}
