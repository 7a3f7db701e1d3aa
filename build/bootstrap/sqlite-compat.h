/*
 * Lets the SQLite binding build for Node-API 8, where a reference can hold objects only:
 * a reference to a string becomes a reference to an array with that string in it. The
 * binding needs just these operations. Forced in with `-include`, so no source is patched.
 */
#pragma once
#include <napi.h>

namespace Napi {

template <>
class Reference<String> {
 public:
  Reference() = default;
  Reference(Reference&&) = default;
  Reference& operator=(Reference&&) = default;
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;

  static Reference New(const String& value, uint32_t initial_refcount = 0) {
    Object box = Array::New(value.Env(), 1);
    box.Set(0u, value);
    Reference reference;
    reference.box_ = Reference<Object>::New(box, initial_refcount);
    return reference;
  }

  String Value() const { return Napi::Value(box_.Value().Get(0u)).As<String>(); }
  bool IsEmpty() const { return box_.IsEmpty(); }
  void SuppressDestruct() { box_.SuppressDestruct(); }
  void Reset() { box_.Reset(); }

 private:
  Reference<Object> box_;
};

}  // namespace Napi
