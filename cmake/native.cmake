# Native builds serve tests, sanitizers and benchmarks. SSE4.1 without contraction gives the bits of wasm SIMD,
# so that one table of golden hashes serves both.
find_package(Threads REQUIRED)
set(NW_THREADS ON)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(NW_ARCH_FLAGS -msse4.1 -ffp-contract=off)
else()
  set(NW_ARCH_FLAGS -ffp-contract=off)
endif()
list(APPEND NW_ARCH_FLAGS -pthread)
if(NW_SANITIZE)
  list(APPEND NW_ARCH_FLAGS -fsanitize=${NW_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
endif()
