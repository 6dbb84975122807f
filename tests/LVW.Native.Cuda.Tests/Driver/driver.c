/* NVIDIA's driver API as far as LVW.Native and ILGPU use it, for machines without a GPU: memory is the processor's, events are clock
   readings, and what only an interpreter can do (modules, launches) goes to callbacks of the test. Compiled by the tests, never shipped. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_PTX = 218, NOT_FOUND = 500 };
enum { UNASKED_SHARED = 48 * 1024, MOST_SHARED = 227 * 1024 };

typedef struct { int64_t id; int allowed_shared; } function;
typedef struct { struct timespec at; } event;

struct callbacks {
  int (*allocate)(int64_t bytes);
  void (*allocated)(void *address, int64_t bytes);
  void (*freed)(void *address);
  int64_t (*load)(const char *ptx);
  int (*has_function)(int64_t module, const char *name);
  int (*launch)(int64_t module, const int *grid_and_block, int shared, const void *arguments, int64_t bytes);
};

static struct callbacks host;

void lvw_set_callbacks(const struct callbacks *given) { host = *given; }

int cuInit(int flags) { return SUCCESS; }
int cuDriverGetVersion(int *version) { *version = 12040; return SUCCESS; }
int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return ordinal == 0 ? SUCCESS : INVALID_VALUE; }
int cuDeviceGetCount(int *count) { *count = 1; return SUCCESS; }
int cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, "Interpreted sm_90"); return SUCCESS; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t)4 << 30; return SUCCESS; }

/* Numbers of CUdevice_attribute: what ILGPU asks for, as an H100 answers. */
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  switch (attribute) {
    case 1: *value = 1024; break;                      /* threads of a block */
    case 2: case 3: *value = 1024; break;              /* block x, y */
    case 4: *value = 64; break;                        /* block z */
    case 5: *value = 2147483647; break;                /* grid x */
    case 6: case 7: *value = 65535; break;             /* grid y, z */
    case 8: *value = UNASKED_SHARED; break;            /* shared memory of a block */
    case 9: *value = 65536; break;                     /* constant memory */
    case 10: *value = 32; break;                       /* warp */
    case 12: case 82: *value = 65536; break;           /* registers */
    case 16: *value = 132; break;                      /* multiprocessors */
    case 39: *value = 2048; break;                     /* threads of a multiprocessor */
    case 75: *value = 9; break;                        /* compute capability */
    case 76: *value = 0; break;
    case 81: *value = 228 * 1024; break;               /* shared memory of a multiprocessor */
    case 97: *value = MOST_SHARED; break;              /* shared memory of a block that asks */
    default: *value = 0; break;
  }
  return SUCCESS;
}

int cuDeviceComputeCapability(int *major, int *minor, int device) { *major = 9; *minor = 0; return SUCCESS; }

int cuCtxCreate_v2(void **context, int flags, int device) { *context = malloc(1); return SUCCESS; }
int cuCtxDestroy_v2(void *context) { free(context); return SUCCESS; }
int cuCtxSetCurrent(void *context) { return SUCCESS; }
int cuCtxSynchronize(void) { return SUCCESS; }
int cuCtxGetCacheConfig(int *config) { *config = 0; return SUCCESS; }
int cuCtxSetCacheConfig(int config) { return SUCCESS; }
int cuCtxGetSharedMemConfig(int *config) { *config = 0; return SUCCESS; }
int cuCtxSetSharedMemConfig(int config) { return SUCCESS; }
int cuDeviceCanAccessPeer(int *can, int device, int peer) { *can = 0; return SUCCESS; }

int cuMemGetInfo_v2(size_t *available, size_t *total) { *available = *total = (size_t)4 << 30; return SUCCESS; }
int cuMemAlloc_v2(void **address, size_t bytes) {
  if (!host.allocate(bytes)) return OUT_OF_MEMORY;
  *address = aligned_alloc(256, (bytes + 255) / 256 * 256);
  if (*address == NULL) return OUT_OF_MEMORY;
  host.allocated(*address, bytes);
  return SUCCESS;
}
int cuMemFree_v2(void *address) { host.freed(address); free(address); return SUCCESS; }
int cuMemcpyAsync(void *target, const void *source, size_t bytes, void *stream) { memmove(target, source, bytes); return SUCCESS; }
int cuMemsetD8Async(void *target, unsigned char value, size_t bytes, void *stream) { memset(target, value, bytes); return SUCCESS; }
int cuMemHostRegister_v2(void *address, size_t bytes, int flags) { return SUCCESS; }
int cuMemHostUnregister(void *address) { return SUCCESS; }
int cuMemHostGetDevicePointer_v2(void **device, void *address, int flags) { *device = address; return SUCCESS; }
int cuPointerGetAttribute(void *target, int attribute, void *address) { return INVALID_VALUE; }

int cuStreamCreate(void **stream, int flags) { *stream = malloc(1); return SUCCESS; }
int cuStreamCreateWithPriority(void **stream, int flags, int priority) { return cuStreamCreate(stream, flags); }
int cuStreamDestroy_v2(void *stream) { free(stream); return SUCCESS; }
int cuStreamSynchronize(void *stream) { return SUCCESS; }

int cuEventCreate(event **made, int flags) { *made = calloc(1, sizeof(event)); return SUCCESS; }
int cuEventDestroy_v2(event *gone) { free(gone); return SUCCESS; }
int cuEventRecord(event *mark, void *stream) { clock_gettime(CLOCK_MONOTONIC, &mark->at); return SUCCESS; }
int cuEventQuery(event *mark) { return SUCCESS; }
int cuEventSynchronize(event *mark) { return SUCCESS; }
int cuEventElapsedTime(float *milliseconds, const event *start, const event *end) {
  *milliseconds = (end->at.tv_sec - start->at.tv_sec) * 1e3f + (end->at.tv_nsec - start->at.tv_nsec) * 1e-6f;
  return SUCCESS;
}

int cuGetErrorString(int error, const char **text) { *text = "an error of the interpreted driver"; return SUCCESS; }

int cuModuleLoadData(void **module, const char *ptx) {
  int64_t id = host.load(ptx);
  if (id < 0) return INVALID_PTX;
  *module = (void *)(id + 1);
  return SUCCESS;
}
int cuModuleLoadDataEx(void **module, const char *ptx, int options, void *names, void *values) { return cuModuleLoadData(module, ptx); }
int cuModuleUnload(void *module) { return SUCCESS; }
int cuModuleGetFunction(function **made, void *module, const char *name) {
  if (!host.has_function((int64_t)module - 1, name)) return NOT_FOUND;
  *made = calloc(1, sizeof(function));
  (*made)->id = (int64_t)module - 1;
  (*made)->allowed_shared = UNASKED_SHARED;
  return SUCCESS;
}
int cuFuncSetAttribute(function *kernel, int attribute, int value) {
  if (attribute != 8 || value > MOST_SHARED) return INVALID_VALUE;
  kernel->allowed_shared = value;
  return SUCCESS;
}

/* Arguments come as one buffer: pairs of a number and a value, ended by 0. */
int cuLaunchKernel(function *kernel, int gx, int gy, int gz, int bx, int by, int bz, int shared, void *stream, void **arguments, void **extra) {
  if (gx < 1 || gy < 1 || gz < 1 || gy > 65535 || gz > 65535 || bx * by * bz < 1 || bx * by * bz > 1024) return INVALID_VALUE;
  if (shared > kernel->allowed_shared) return INVALID_VALUE;
  if (extra == NULL || extra[0] != (void *)1 || extra[2] != (void *)2 || extra[4] != NULL) return INVALID_VALUE;
  int sizes[6] = {gx, gy, gz, bx, by, bz};
  return host.launch(kernel->id, sizes, shared, extra[1], *(int64_t *)extra[3]);
}

int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *kernel, int size, size_t shared) { *blocks = 1; return SUCCESS; }
