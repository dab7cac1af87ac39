# The wasm builds: flags of the four variants, and the modules that ship.
set(NW_ARCH_FLAGS -msimd128 -ffp-contract=off)
if(NW_RELAXED)
  list(APPEND NW_ARCH_FLAGS -mrelaxed-simd)
endif()
if(NW_THREADS)
  list(APPEND NW_ARCH_FLAGS -pthread)
endif()
set(NW_SMALL_FLAGS -Oz)
# The toolchain's library cache is frozen: what is linked must be there already.
set(NW_WASM_LINK -sSTACK_SIZE=1MB -sALLOW_MEMORY_GROWTH=1 -Wno-pthreads-mem-growth)

if(NW_RELAXED)
  set(NW_VARIANT relaxed)
else()
  set(NW_VARIANT simd)
endif()
if(NW_THREADS)
  string(APPEND NW_VARIANT -threads)
endif()

# Links the bindings for one environment. scripts/wasm-modules.mjs asserts that both .wasm are the same bytes
# and copies the result to web/engine/modules.
function(nw_add_module environment file)
  set(target nw_module_${environment})
  add_executable(${target} $<TARGET_OBJECTS:nw_bindings>)
  target_link_libraries(${target} PRIVATE nw_engine)
  # One folder each, one .wasm name: the glue names its .wasm, and both glues shall name the same.
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${NW_VARIANT} SUFFIX .js RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${environment}")
  target_link_options(${target} PRIVATE -O3 -lembind ${NW_WASM_LINK} -sMODULARIZE=1 -sEXPORT_ES6=1
    -sEXPORT_NAME=createModule -sDYNAMIC_EXECUTION=0 -sINITIAL_MEMORY=32MB -sENVIRONMENT=${file}
    -sINCOMING_MODULE_JS_API=locateFile,wasmBinary,print,printErr,onAbort)
  if(NW_THREADS)
    # web/engine/load-module.js makes the pool, by the glue's own means, before the engine can block.
    target_link_options(${target} PRIVATE -sMAXIMUM_MEMORY=1GB -sEXPORTED_RUNTIME_METHODS=wasmMemory,PThread)
  else()
    target_link_options(${target} PRIVATE -sMAXIMUM_MEMORY=2GB -sMALLOC=emmalloc -sEXPORTED_RUNTIME_METHODS=wasmMemory)
  endif()
endfunction()

function(nw_add_modules)
  file(GLOB bindings CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/engine/bindings/*.cpp")
  if(NOT bindings)
    return()
  endif()
  add_library(nw_bindings OBJECT ${bindings})
  target_link_libraries(nw_bindings PUBLIC nw_flags)
  target_compile_options(nw_bindings PRIVATE ${NW_SMALL_FLAGS})
  set_target_properties(nw_bindings PROPERTIES UNITY_BUILD ON)
  nw_add_module(web web,worker)
  nw_add_module(node node,worker)
  add_custom_target(nw_modules DEPENDS nw_module_web nw_module_node)
endfunction()
