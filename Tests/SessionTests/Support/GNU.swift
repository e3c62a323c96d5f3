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

private func function<Function>(_ name: String, as: Function.Type) -> Function {
  guard let found = dlsym(nil, name) else { fatalError("the C library has no '\(name)'") }
  return unsafeBitCast(found, to: Function.self)
}
