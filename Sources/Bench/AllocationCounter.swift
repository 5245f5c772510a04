#if os(Linux)
/// The allocations of this process since it began: what `malloc` and its kind were asked for.
///
/// The functions below stand before glibc's, for the Swift runtime's libraries too.
package var allocationCount: Int { unsafe allocations }

nonisolated(unsafe) private var allocations = 0

@_silgen_name("__libc_malloc")
private func libcMalloc(_ size: Int) -> UnsafeMutableRawPointer?
@_silgen_name("__libc_calloc")
private func libcCalloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer?
@_silgen_name("__libc_realloc")
private func libcRealloc(_ old: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer?
@_silgen_name("__libc_memalign")
private func libcMemalign(_ alignment: Int, _ size: Int) -> UnsafeMutableRawPointer?

/// Counts and allocates; the linker gives it the name `malloc`, which the compiler keeps to itself.
@_silgen_name("countedMalloc")
public func countMalloc(_ size: Int) -> UnsafeMutableRawPointer? {
    unsafe allocations &+= 1
    return unsafe libcMalloc(size)
}

/// Counts and allocates zeros.
@_silgen_name("calloc")
public func countCalloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
    unsafe allocations &+= 1
    return unsafe libcCalloc(count, size)
}

/// Counts and changes a block's size.
@_silgen_name("realloc")
public func countRealloc(_ old: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
    unsafe allocations &+= 1
    return unsafe libcRealloc(old, size)
}

/// Counts and allocates at an alignment.
@_silgen_name("aligned_alloc")
public func countAlignedAlloc(_ alignment: Int, _ size: Int) -> UnsafeMutableRawPointer? {
    unsafe allocations &+= 1
    return unsafe libcMemalign(alignment, size)
}

/// Counts and allocates at an alignment.
@_silgen_name("posix_memalign")
public func countPosixMemalign(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
) -> Int32 {
    unsafe allocations &+= 1
    unsafe result.pointee = unsafe libcMemalign(alignment, size)
    return unsafe result.pointee == nil ? 12 : 0
}
#endif

/// How many allocations a body makes each time, over many times; `nil` where they are not counted.
func allocationsEach(_ times: Int, _ body: () throws -> Void) rethrows -> Double? {
    #if os(Linux)
    let start = allocationCount
    for _ in 0..<times { try body() }
    return Double(allocationCount - start) / Double(times)
    #else
    return nil
    #endif
}
