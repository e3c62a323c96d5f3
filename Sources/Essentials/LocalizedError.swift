/// An error that says itself what is wrong.
public protocol LocalizedError: Error {
  /// Nil where there is nothing to say.
  var errorDescription: String? { get }
}
