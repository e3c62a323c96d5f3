import Foundation

/// A folder that lives as long as the value, for what git can't hold.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    let place = FileManager.default.temporaryDirectory.appending(
      path: "docbuild-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    url = URL(filePath: String(cString: realpath(place.path, nil)), directoryHint: .isDirectory)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ name: String, _ text: String) throws { try write(name, [UInt8](text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}
