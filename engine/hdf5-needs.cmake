# What a static HDF5 needs besides itself, which FindHDF5 lists but does not tell its targets. Of that only what is used
# is linked: Debian's HDF5 can read over the network, which this program does not, through some thirty libraries.
if(HDF5_USE_STATIC_LIBRARIES)
  target_link_libraries(hdf5::hdf5 INTERFACE ${HDF5_C_LIBRARIES})
  target_link_libraries(hdf5::hdf5_hl INTERFACE hdf5::hdf5)
  target_link_options(hdf5::hdf5 INTERFACE LINKER:--as-needed)
endif()
