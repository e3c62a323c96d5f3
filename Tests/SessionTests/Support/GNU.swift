import Glibc

// glibc's own functions, which its header keeps from Swift (they need _GNU_SOURCE), looked up by name.

/// Pipes that no program started meanwhile inherits.
func pipe2(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32 {
  typealias Function = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
  return function("pipe2", as: Function.self)(ends, flags)
}

/// Makes that the child's current folder.
func addFolder(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ path: UnsafePointer<CChar>
) -> Int32 {
  typealias Function =
    @convention(c) (
      UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
    ) -> Int32
  return function("posix_spawn_file_actions_addchdir_np", as: Function.self)(actions, path)
}

/// Closes every descriptor from that number on in the child.
func addClosing(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, from first: Int32
) -> Int32 {
  typealias Function =
    @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
  return function("posix_spawn_file_actions_addclosefrom_np", as: Function.self)(actions, first)
}

/// Exchanges two names (renameat2(2), RENAME_EXCHANGE); whether it did.
func exchange(_ one: String, _ other: String) -> Bool {
  typealias Function =
    @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
    ) -> Int32
  return function("renameat2", as: Function.self)(AT_FDCWD, one, AT_FDCWD, other, 2) == 0
}

private func function<Function>(_ name: String, as: Function.Type) -> Function {
  guard let found = dlsym(nil, name) else { fatalError("the C library has no '\(name)'") }
  return unsafeBitCast(found, to: Function.self)
}
