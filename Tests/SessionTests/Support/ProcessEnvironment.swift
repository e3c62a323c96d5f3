import DocbuildCore
import DocbuildEngine
import Foundation

extension Environment {
  /// What the tests were started with.
  static let process = Environment(
    variable: { ProcessInfo.processInfo.environment[$0] },
    folder: {
      guard let path = realpath(".", nil) else { return nil }
      defer { free(path) }
      return AbsolutePath(Bytes(String(cString: path).utf8))
    })
}
