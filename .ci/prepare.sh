# What run.sh and test.sh share: installing what is missing, configuring and building. Sourced, never run.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One package a line, then the sign that it is there: a command, or a file under /usr (patterns are allowed).
packages_to_build='
g++                           g++
cmake                         cmake
ninja-build                   ninja
libboost-dev                  include/boost/version.hpp
libboost-program-options-dev  lib/*/libboost_program_options.so
libyaml-cpp-dev               include/yaml-cpp/yaml.h
libnlopt-dev                  include/nlopt.h
libhdf5-dev                   include/hdf5/serial/hdf5.h
libssl-dev                    include/openssl/evp.h
librandom123-dev              include/Random123/philox.h
libxlsxwriter-dev             include/xlsxwriter.h
nodejs                        node
npm                           npm'

packages_to_test='
libgtest-dev                  include/gtest/gtest.h
libgmock-dev                  include/gmock/gmock.h
libbenchmark-dev              include/benchmark/benchmark.h
python3                       python3'

packages_to_test_all='
chromium                      chromium
clang                         clang++
hdf5-tools                    h5dump
libclang-rt-dev               lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.asan-*.a
munge                         munged
netcdf-bin                    ncdump
python3-h5py                  lib/python3/dist-packages/h5py/__init__.py
python3-h5netcdf              lib/python3/dist-packages/h5netcdf/__init__.py
python3-jsonschema            lib/python3/dist-packages/jsonschema/__init__.py
python3-netcdf4               lib/python3/dist-packages/netCDF4/__init__.py
python3-openpyxl              lib/python3/dist-packages/openpyxl/__init__.py
python3-scipy                 lib/python3/dist-packages/scipy/__init__.py
python3-xarray                lib/python3/dist-packages/xarray/__init__.py
python3-yaml                  lib/python3/dist-packages/yaml/__init__.py
r-base-core                   Rscript
r-cran-ncdf4                  lib/R/site-library/ncdf4/DESCRIPTION
slurm-wlm                     sbatch'

is_there() {
  case $1 in
    */*) compgen -G "/usr/$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# install_missing LIST...: installs the packages whose sign is not there. When all are, apt is not called.
install_missing() {
  local missing=() package sign
  while read -r package sign; do
    [ -z "$package" ] || is_there "$sign" || missing+=("$package")
  done <<<"$(printf '%s\n' "$@")"
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Some packages are missing. On Debian or Ubuntu this command, typed as root, installs them:" >&2
    echo "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  local apt=(apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600)
  export DEBIAN_FRONTEND=noninteractive
  "${apt[@]}" update </dev/null
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null
}

# configure OPTION...: prepares build/ with CMake options in the spelling of its cache, such as HEADWATER_TESTS:BOOL=ON.
# Does nothing when build/ is already prepared with them.
configure() {
  local option ready=yes
  [ -f build/build.ninja ] || ready=no
  for option; do
    grep -qsx -- "$option" build/CMakeCache.txt || ready=no
  done
  [ "$ready" = yes ] || cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON "${@/#/-D}" </dev/null
}

# build TARGET: brings one target of build/ up to date, and whatever it needs.
build() {
  cmake --build build --parallel "$(nproc)" --target "$1" </dev/null
}
