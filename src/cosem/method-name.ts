/** Names of the methods of the interface classes (Blue Book, 4.3 to 4.17). */

/** From method 1 on, parted by spaces. */
const METHODS: Readonly<Record<number, string>> = {
  3: 'reset',
  4: 'reset',
  5: 'reset next_period',
  6: 'add_register add_mask delete_mask',
  7: 'reset capture get_buffer_by_range get_buffer_by_index',
  8: 'adjust_to_quarter adjust_to_measuring_period adjust_to_minute adjust_to_preset_time preset_adjusting_time shift_time',
  9: 'execute',
  10: 'enable/disable insert delete',
  11: 'insert delete',
  12: 'getlist_by_classid getobj_by_logicalname read_by_logicalname get_attributes&methods change_LLS_secret change_HLS_secret get_HLS_challenge reply_to_HLS_authentication add_user remove_user',
  15: 'reply_to_HLS_authentication change_HLS_secret add_object remove_object add_user remove_user',
  17: 'connect_logical_device',
  18: 'image_transfer_initiate image_block_transfer image_verify image_activate',
  20: 'activate_passive_calendar',
  40: 'push reset',
  61: 'reset capture',
  62: 'reset capture',
  64: 'security_activate key_transfer key_agreement generate_key_pair generate_certificate_request import_certificate export_certificate remove_certificate',
  70: 'remote_disconnect remote_reconnect',
};

/** The Blue Book's name; `method 9` for a method that it does not know. */
export function methodName(classId: number, methodId: number): string {
  return METHODS[classId]?.split(' ')[methodId - 1] ?? `method ${methodId}`;
}
