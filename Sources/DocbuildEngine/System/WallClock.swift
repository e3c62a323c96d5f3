/// The clock that says when a build began. The executable hands it in; a test has one that stands still.
package struct WallClock: Sendable {
  private let read: @Sendable () -> Int

  /// - Parameter read: the time in nanoseconds since 1970.
  package init(_ read: @escaping @Sendable () -> Int) { self.read = read }

  /// The time in nanoseconds since 1970.
  package var now: Int { read() }
}
