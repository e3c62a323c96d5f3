import CKernel
import DocbuildCore

/// The folders that are watched, by the kernel's numbers and by their paths.
struct WatchedFolders {
  private var paths: [Int32: RootPath] = [:]
  private var numbers: [RootPath: Int32] = [:]
  private var seen: Set<RootPath> = []

  /// The path of a folder; nil when it is watched no more.
  subscript(number: Int32) -> RootPath? { paths[number] }

  /// Watches a folder, unless it is watched already.
  mutating func watch(_ path: RootPath, below root: AbsolutePath, by instance: Descriptor)
    -> Result<Void, Errno>
  {
    if numbers[path] != nil { return .success(()) }
    let number = root.joined(path).withCString { docbuild_watch_folder(instance.number, $0) }
    guard number >= 0 else { return .failure(Errno(code: -number)) }
    paths[number] = path
    numbers[path] = number
    return .success(())
  }

  /// Forgets a folder that is gone.
  mutating func remove(_ number: Int32) {
    if let path = paths.removeValue(forKey: number) { numbers[path] = nil }
  }

  /// Forgets a folder and all in it; returns their numbers.
  mutating func remove(below path: RootPath) -> [Int32] {
    let gone = numbers.filter { $0.key.lies(at: path) }
    for (path, number) in gone {
      numbers[path] = nil
      paths[number] = nil
    }
    return Array(gone.values)
  }

  /// Whether `path` was asked for before; it counts as seen from now on.
  mutating func hasSeen(_ path: RootPath) -> Bool { !seen.insert(path).inserted }
}
